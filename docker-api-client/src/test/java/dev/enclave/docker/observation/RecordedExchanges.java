package dev.enclave.docker.observation;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.util.context.ContextView;

/** Keeps what it is told, one line for each exchange that has ended. */
final class RecordedExchanges implements ExchangeObserver {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<ContextView> contexts = new CopyOnWriteArrayList<>();

    List<String> lines() {
        return lines;
    }

    List<ContextView> contexts() {
        return contexts;
    }

    @Override
    public Watch begin(ExchangeRequest request, ContextView context) {
        contexts.add(context);
        return new Watch() {
            private String answered = "";

            @Override
            public void answered() {
                answered += " answered";
            }

            @Override
            public void ended(ExchangeEnd end) {
                Throwable error = end.error();
                lines.add(request.kind() + " " + request.method() + " " + request.template() + answered + " "
                        + end.outcome()
                        + (error == null ? "" : " " + error.getClass().getSimpleName()));
            }
        };
    }
}
