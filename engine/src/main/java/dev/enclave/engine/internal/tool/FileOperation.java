package dev.enclave.engine.internal.tool;

import dev.enclave.engine.Command;
import dev.enclave.engine.ExecResult;
import dev.enclave.engine.OutputLimit;
import dev.enclave.engine.Sandbox;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Creates, reads, writes, deletes and lists files, from inside the sandbox, as its user. */
final class FileOperation implements BuiltInTool {

    private static final String OPERATION = "operation";
    private static final String FILE_PATH = "file_path";
    private static final String CONTENT = "content";
    private static final String ENCODING = "encoding";

    /** No file operation takes longer. */
    static final TimeLimit LIMIT = TimeLimit.of(Duration.ofSeconds(60));

    private static final int MOST_LISTED = 4 * 1024 * 1024;

    private static final ToolSchema SCHEMA = ToolSchema.of(
            "file_operation",
            "Work with files in the sandbox. "
                    + "create and write make the file and its parent directories, and replace what the file contained; "
                    + "read returns its text (up to 10 MiB); delete removes a file, or a directory with all that is in it; "
                    + "list shows a directory; exists tells whether there is something at the path.",
            Parameter.required(
                    OPERATION,
                    ParameterType.choice("create", "read", "write", "delete", "list", "exists"),
                    "What is done."),
            Parameter.required(
                    FILE_PATH,
                    ParameterType.TEXT,
                    "Path of the file or directory; a relative path begins at the working directory. Taken as it is: no quotes, "
                            + "no wildcards, no '~'."),
            Parameter.optional(
                    CONTENT,
                    ParameterType.TEXT,
                    "The text to be written: needed for write, empty by default for create."),
            Parameter.optional(
                            ENCODING, ParameterType.TEXT, "How the file's text is encoded, for read, write and create.")
                    .withDefault(TextEncoding.UTF_8));

    @Override
    public ToolSchema schema() {
        return SCHEMA;
    }

    @Override
    public Mono<Answer> call(Sandbox sandbox, Arguments arguments) {
        FilePath path = new FilePath(arguments.text(FILE_PATH));
        if (!path.violation().isEmpty()) {
            return Mono.just(Answer.error(path.violation()));
        }
        String content = arguments.textOrNull(CONTENT);
        return switch (arguments.text(OPERATION)) {
            case "create" -> write(sandbox, path, Objects.requireNonNullElse(content, ""), arguments);
            case "write" ->
                content == null
                        ? Mono.just(Answer.error("Content is required for write operation"))
                        : write(sandbox, path, content, arguments);
            case "read" -> read(sandbox, path, arguments);
            case "delete" -> delete(sandbox, path);
            case "list" -> list(sandbox, path);
            default -> exists(sandbox, path);
        };
    }

    private static Mono<Answer> write(Sandbox sandbox, FilePath path, String content, Arguments arguments) {
        if (path.given().endsWith("/")) {
            return Mono.just(new FileAnswers(path).isDirectory());
        }
        return withEncoding(
                arguments,
                encoding -> encoding.encode(content)
                        .map(bytes -> write(sandbox, path, bytes))
                        .orElseGet(() -> Mono.just(Answer.error("The content has characters that cannot be written as "
                                + encoding.charset().name()))));
    }

    private static Mono<Answer> write(Sandbox sandbox, FilePath path, byte[] bytes) {
        String name = Script.freshName();
        List<String> temporary = List.of(path.beside(name), "/tmp/" + name);
        Command command = FileScripts.WRITE
                .with(path.argument(), temporary.get(0), temporary.get(1), String.valueOf(bytes.length))
                .withStdin(Script.input(bytes));
        return Leftovers.exec(sandbox, limited(path, command), temporary)
                .map(result -> new FileAnswers(path).written(result, bytes.length));
    }

    private static Mono<Answer> read(Sandbox sandbox, FilePath path, Arguments arguments) {
        // One byte more than is allowed tells that there is more.
        Command command = FileScripts.READ
                .with(path.argument(), String.valueOf(FileAnswers.MOST_READ))
                .withOutputLimit(OutputLimit.head(FileAnswers.MOST_READ + 1));
        return withEncoding(
                arguments,
                encoding ->
                        exec(sandbox, path, command).map(result -> new FileAnswers(path).content(result, encoding)));
    }

    private static Mono<Answer> delete(Sandbox sandbox, FilePath path) {
        FileAnswers answers = new FileAnswers(path);
        return path.entry().isEmpty()
                ? Mono.just(answers.rootRefused())
                : exec(sandbox, path, FileScripts.DELETE.with(path.entry())).map(answers::deleted);
    }

    private static Mono<Answer> list(Sandbox sandbox, FilePath path) {
        return exec(
                        sandbox,
                        path,
                        FileScripts.LIST.with(path.argument()).withOutputLimit(OutputLimit.head(MOST_LISTED)))
                .map(new FileAnswers(path)::listed);
    }

    private static Mono<Answer> exists(Sandbox sandbox, FilePath path) {
        return exec(sandbox, path, FileScripts.EXISTS.with(path.argument())).map(new FileAnswers(path)::presence);
    }

    private static Mono<ExecResult> exec(Sandbox sandbox, FilePath path, Command command) {
        return sandbox.exec(limited(path, command));
    }

    private static Command limited(FilePath path, Command command) {
        return path.inItsDirectory(LIMIT.appliedTo(command));
    }

    private static Mono<Answer> withEncoding(Arguments arguments, Function<TextEncoding, Mono<Answer>> use) {
        String name = Objects.requireNonNullElse(arguments.textOrNull(ENCODING), TextEncoding.UTF_8);
        return TextEncoding.find(name)
                .flatMap(found -> found.map(use).orElseGet(() -> Mono.just(Answer.error("Unknown encoding: " + name))));
    }
}
