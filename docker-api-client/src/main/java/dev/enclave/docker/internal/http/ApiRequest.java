package dev.enclave.docker.internal.http;

import dev.enclave.docker.transport.ApiVersion;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to the engine, without version and connection.
 *
 * @param method the HTTP method
 * @param template the path before names and ids were put in, with <code>{id}</code> in their places
 * @param path the path without the version, encoded
 * @param query encoded {@code name=value} pairs
 * @param headers further headers
 * @param body a record to be sent as JSON, or null
 * @param responseTimeout how long to wait for the head of the answer, or null for the client's default
 * @param versionRule makes the request for a version, or null if it is the same for all
 */
public record ApiRequest(
        String method,
        String template,
        String path,
        List<String> query,
        Map<String, String> headers,
        @Nullable Object body,
        @Nullable Duration responseTimeout,
        @Nullable VersionRule versionRule) {

    /** What a request looks like depends on the version that it is sent in. */
    @FunctionalInterface
    public interface VersionRule {
        /** Returns the request for a version, or throws {@link dev.enclave.docker.ApiVersionException} when there is none. */
        ApiRequest apply(ApiRequest request, ApiVersion version);
    }

    /** Copies the collections. */
    public ApiRequest {
        query = List.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /** A GET; each {@code {}} of the template is replaced by the next argument, encoded as one path segment. */
    public static ApiRequest get(String template, String... segments) {
        return of("GET", template, segments);
    }

    /** A HEAD. */
    public static ApiRequest head(String template, String... segments) {
        return of("HEAD", template, segments);
    }

    /** A POST. */
    public static ApiRequest post(String template, String... segments) {
        return of("POST", template, segments);
    }

    /** A PUT. */
    public static ApiRequest put(String template, String... segments) {
        return of("PUT", template, segments);
    }

    /** A DELETE. */
    public static ApiRequest delete(String template, String... segments) {
        return of("DELETE", template, segments);
    }

    private static ApiRequest of(String method, String template, String... segments) {
        StringBuilder path = new StringBuilder();
        int from = 0;
        for (String segment : segments) {
            int at = template.indexOf("{}", from);
            path.append(template, from, at).append(segment(segment));
            from = at + 2;
        }
        path.append(template.substring(from));
        return new ApiRequest(
                method, template.replace("{}", "{id}"), path.toString(), List.of(), Map.of(), null, null, null);
    }

    /** Encodes a name; slashes of image names stay, as the engine expects them, but none of its parts may lead elsewhere. */
    private static String segment(String value) {
        for (String part : value.split("/", -1)) {
            if (part.isBlank() || part.equals(".") || part.equals("..")) {
                throw new IllegalArgumentException("not a name or id: '" + value + "'");
            }
        }
        return encode(value).replace("%2F", "/").replace("%3A", ":").replace("%40", "@");
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Adds a query parameter; null adds nothing. */
    public ApiRequest query(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        List<String> extended = new ArrayList<>(query);
        extended.add(encode(name) + "=" + encode(String.valueOf(value)));
        return new ApiRequest(method, template, path, extended, headers, body, responseTimeout, versionRule);
    }

    /** Adds a query parameter {@code name=1} when the flag is set. */
    public ApiRequest flag(String name, boolean value) {
        return query(name, value ? 1 : null);
    }

    /** Adds a header; null adds nothing. */
    public ApiRequest header(String name, @Nullable String value) {
        if (value == null) {
            return this;
        }
        Map<String, String> extended = new LinkedHashMap<>(headers);
        extended.put(name, value);
        return new ApiRequest(method, template, path, query, extended, body, responseTimeout, versionRule);
    }

    /** Sets the JSON body. */
    public ApiRequest body(Object value) {
        return new ApiRequest(method, template, path, query, headers, value, responseTimeout, versionRule);
    }

    /** Sets how long to wait for the head of the answer. */
    public ApiRequest responseTimeout(Duration value) {
        return new ApiRequest(method, template, path, query, headers, body, value, versionRule);
    }

    /** Sets what the version changes in this request; applied whenever the version has been found, or found anew. */
    public ApiRequest dependingOnVersion(VersionRule rule) {
        return new ApiRequest(method, template, path, query, headers, body, responseTimeout, rule);
    }

    /** The request as it is sent in a version. */
    ApiRequest inVersion(ApiVersion version) {
        return versionRule == null ? this : versionRule.apply(this, version);
    }

    /** What is before the path in a version. */
    static String prefix(ApiVersion version) {
        return "/v" + version;
    }

    /** Method and path, as messages name the operation. */
    public String operation() {
        return method + " " + path;
    }

    /** The request target for the given version prefix. */
    public String uri(String versionPrefix) {
        return versionPrefix + path + (query.isEmpty() ? "" : "?" + String.join("&", query));
    }

    /** Whether the operation only reads, so that repeating it is safe. */
    public boolean readOnly() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** Method, path and query; no headers and no body, which may carry secrets. */
    @Override
    public String toString() {
        return method + " " + uri("");
    }
}
