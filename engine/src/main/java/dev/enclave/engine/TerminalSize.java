package dev.enclave.engine;

/**
 * The size of a terminal in characters.
 *
 * @param rows its height, from 1 to 65535
 * @param columns its width, from 1 to 65535
 */
public record TerminalSize(int rows, int columns) {

    /** 24 rows of 80 columns. */
    public static final TerminalSize DEFAULT = new TerminalSize(24, 80);

    private static final int MOST = 0xffff;

    /** Checks the ranges. */
    public TerminalSize {
        if (rows < 1 || rows > MOST || columns < 1 || columns > MOST) {
            throw new IllegalArgumentException(
                    "a terminal has between 1 and " + MOST + " rows and columns: " + rows + " x " + columns);
        }
    }
}
