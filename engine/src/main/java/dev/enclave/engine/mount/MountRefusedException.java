package dev.enclave.engine.mount;

/**
 * The {@link MountPolicy} refused a mount, or it is of a socket, device or named pipe, which are always refused.
 *
 * @since 0.1.0
 */
public final class MountRefusedException extends MountException {
    private static final long serialVersionUID = 1L;

    /** Its short name. */
    private final String rule;

    MountRefusedException(Mount mount, MountDecision.Refused refused) {
        super(mount, "refused by the rule \"" + refused.rule() + "\"", refused.reason(), refused.advice(), null);
        this.rule = refused.rule();
    }

    /** {@return the short name of the rule that refused it, such as {@code system directory}} */
    public String rule() {
        return rule;
    }
}
