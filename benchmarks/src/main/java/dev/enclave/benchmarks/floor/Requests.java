package dev.enclave.benchmarks.floor;

import java.nio.charset.StandardCharsets;

/** The bytes of requests. */
public final class Requests {

    private Requests() {}

    /**
     * A request without a body.
     *
     * @param method its method
     * @param path its path
     * @return the bytes
     */
    public static byte[] plain(String method, String path) {
        return bytes(method + " " + path + " HTTP/1.1\r\nHost: d\r\n"
                + ("GET".equals(method) ? "" : "Content-Length: 0\r\n") + "\r\n");
    }

    /**
     * A POST of JSON.
     *
     * @param path its path
     * @param json its body
     * @return the bytes
     */
    public static byte[] post(String path, String json) {
        return bytes("POST " + path + " HTTP/1.1\r\nHost: d\r\n" + body(json));
    }

    /**
     * A POST of JSON that asks for the connection itself.
     *
     * @param path its path
     * @param json its body
     * @return the bytes
     */
    public static byte[] upgrade(String path, String json) {
        return bytes("POST " + path + " HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n" + body(json));
    }

    /**
     * The head of an upload of an archive.
     *
     * @param path its path
     * @param length the length of the archive
     * @return the bytes, which the archive follows
     */
    public static byte[] upload(String path, long length) {
        return bytes("PUT " + path + " HTTP/1.1\r\nHost: d\r\nContent-Type: application/x-tar\r\nContent-Length: "
                + length + "\r\n\r\n");
    }

    private static String body(String json) {
        return "Content-Type: application/json\r\nContent-Length: " + json.length() + "\r\n\r\n" + json;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
