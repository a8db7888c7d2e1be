package dev.enclave.docker.internal.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** As much of the ASN.1 encoding as it takes to put a key of another format into PKCS#8. */
final class Der {

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int CURVE = 0xa0;

    /** Object identifier 1.2.840.113549.1.1.1 with its NULL parameter (RFC 8017, A.1). */
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };

    /** Object identifier 1.2.840.10045.2.1 (RFC 5480, 2.1.1); the curve follows. */
    private static final byte[] EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private static final byte[] VERSION = {0x02, 0x01, 0x00};

    private Der() {}

    /** PKCS#8 (RFC 5208, 5) of a PKCS#1 key. */
    static byte[] pkcs8OfPkcs1(byte[] key) {
        return element(SEQUENCE, VERSION, RSA, element(OCTET_STRING, key));
    }

    /**
     * PKCS#8 of a SEC1 key (RFC 5915, 3: version, private key, [0] curve, [1] public key).
     *
     * @throws IllegalArgumentException if the key does not name its curve
     */
    static byte[] pkcs8OfSec1(byte[] key) {
        return element(SEQUENCE, VERSION, element(SEQUENCE, EC, curveOf(key)), element(OCTET_STRING, key));
    }

    private static byte[] curveOf(byte[] key) {
        int at = contentAt(key, 0);
        while (at < key.length) {
            int content = contentAt(key, at);
            int end = content + lengthAt(key, at);
            if (end > key.length) {
                break;
            }
            if ((key[at] & 0xff) == CURVE) {
                return Arrays.copyOfRange(key, content, end);
            }
            at = end;
        }
        throw new IllegalArgumentException("the key does not name its curve");
    }

    private static int contentAt(byte[] der, int at) {
        int first = byteAt(der, at + 1);
        return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
    }

    private static int lengthAt(byte[] der, int at) {
        int first = byteAt(der, at + 1);
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            length = length << 8 | byteAt(der, at + 2 + i);
        }
        if (length < 0) {
            throw new IllegalArgumentException("the key is damaged");
        }
        return length;
    }

    private static int byteAt(byte[] der, int at) {
        if (at < 0 || at >= der.length) {
            throw new IllegalArgumentException("the key is cut off");
        }
        return der[at] & 0xff;
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        writeLength(element, content.size());
        element.writeBytes(content.toByteArray());
        return element.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream target, int length) {
        if (length < 0x80) {
            target.write(length);
            return;
        }
        int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
        target.write(0x80 | bytes);
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
            target.write(length >> shift);
        }
    }
}
