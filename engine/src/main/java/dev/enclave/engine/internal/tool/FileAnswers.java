package dev.enclave.engine.internal.tool;

import dev.enclave.engine.ExecResult;
import dev.enclave.engine.ExecStatus;
import dev.enclave.engine.tool.ToolStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What the results of the {@link FileScripts} mean for one path.
 *
 * @param path the path
 */
record FileAnswers(FilePath path) {

    /** The largest file that is read. */
    static final int MOST_READ = 10 * 1024 * 1024;

    Answer written(ExecResult result, int size) {
        return result.isSuccess()
                ? Answer.success("File written successfully: " + path.given(), Map.of("size", size))
                : failed("write", result);
    }

    Answer content(ExecResult result, TextEncoding encoding) {
        if (!result.isSuccess()) {
            return failed("read", result);
        }
        byte[] bytes = result.stdoutBytes();
        if (bytes.length > MOST_READ || result.stdoutTruncated()) {
            return tooLarge("");
        }
        TextEncoding.Decoded decoded = encoding.decode(bytes);
        return Answer.success(decoded.text(), Map.of("size", bytes.length, "decoded_completely", decoded.complete()));
    }

    Answer deleted(ExecResult result) {
        return result.isSuccess()
                ? Answer.success(
                        "Successfully deleted: " + path.given(),
                        Map.of("existed", result.stdout().startsWith("deleted")))
                : failed("delete", result);
    }

    /** Where some entries could not be looked at, there is a listing of the others. */
    Answer listed(ExecResult result) {
        // Where it was cut it has no marker: that would pass for an entry.
        FileListing listing = FileListing.parse(new String(result.stdoutBytes(), StandardCharsets.UTF_8));
        boolean partial = result.status() == ExecStatus.ERROR && !listing.text().isBlank();
        return result.isSuccess() || partial
                ? Answer.success(
                        listing.text(), Map.of("entries", listing.entries(), "truncated", result.stdoutTruncated()))
                : failed("list", result);
    }

    Answer presence(ExecResult result) {
        if (result.isSuccess()) {
            return Answer.success(
                    "exists", Map.of("exists", true, "type", result.stdout().strip()));
        }
        boolean missing =
                result.status() == ExecStatus.ERROR && result.exitCode().orElse(0) == FileScripts.NOT_FOUND;
        return missing ? Answer.success("does not exist", Map.of("exists", false)) : failed("look at", result);
    }

    Answer isDirectory() {
        return Answer.error("Is a directory: " + path.given());
    }

    Answer rootRefused() {
        return Answer.error("Refused: the root of the file system is not deleted: " + path.given());
    }

    private Answer tooLarge(String size) {
        return Answer.error("File is larger than 10 MiB" + (size.isEmpty() ? "" : " (" + size + " bytes)") + ": "
                + path.given() + ". Read a part of it with shell_executor");
    }

    private Answer failed(String operation, ExecResult result) {
        return switch (result.status()) {
            case TIMEOUT ->
                ended(ToolStatus.TIMEOUT, "Operation timed out after " + FileOperation.LIMIT.seconds() + " seconds");
            case CANCELLED -> ended(ToolStatus.CANCELLED, "Operation was cancelled: its sandbox is being removed");
            default -> failed(operation, result, result.exitCode().orElse(0));
        };
    }

    private static Answer ended(ToolStatus status, String error) {
        return new Answer(status, "", error, Map.of());
    }

    private Answer failed(String operation, ExecResult result, int code) {
        return switch (code) {
            case FileScripts.NOT_FOUND -> Answer.error("File not found: " + path.given());
            case FileScripts.IS_DIRECTORY -> isDirectory();
            case FileScripts.NOT_A_FILE -> Answer.error("Not a regular file: " + path.given());
            case FileScripts.IS_ROOT -> rootRefused();
            case FileScripts.TOO_LARGE -> tooLarge(result.stdout().strip());
            default -> Answer.error("Failed to " + operation + " " + path.given() + ": " + reason(result, code));
        };
    }

    private static String reason(ExecResult result, int code) {
        String complaint = (result.stderr().isBlank() ? result.stdout() : result.stderr()).strip();
        return complaint.isEmpty() ? "exit code " + code : complaint;
    }
}
