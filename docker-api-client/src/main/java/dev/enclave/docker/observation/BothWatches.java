package dev.enclave.docker.observation;

/** Tells two. */
record BothWatches(ExchangeObserver.Watch first, ExchangeObserver.Watch second) implements ExchangeObserver.Watch {

    @Override
    public void answered() {
        first.answered();
        second.answered();
    }

    @Override
    public void ended(ExchangeEnd end) {
        first.ended(end);
        second.ended(end);
    }
}
