package dev.enclave.engine.internal.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.test.util.RaceTestUtils;

class AdmissionTests {

    private final List<String> inside = new ArrayList<>();

    private Admission.Ticket enter(Admission admission, String name) {
        return follow(admission.enter(), name);
    }

    private Admission.Ticket follow(Admission.Ticket ticket, String name) {
        ticket.admission().doOnSuccess(done -> inside.add(name)).subscribe();
        return ticket;
    }

    @Test
    void letsInTheOthersInTheOrderOfTheirArrival() {
        Admission admission = new Admission(1);
        Admission.Ticket first = enter(admission, "first");
        Admission.Ticket second = enter(admission, "second");
        enter(admission, "third");
        assertThat(inside).containsExactly("first");

        first.release();
        first.release();
        assertThat(inside).containsExactly("first", "second");

        second.release();
        assertThat(inside).containsExactly("first", "second", "third");
    }

    @Test
    void letsInThoseAheadBeforeTheOthersAndInTheirOwnOrder() {
        Admission admission = new Admission(1);
        Admission.Ticket first = enter(admission, "first");
        enter(admission, "other");
        Admission.Ticket ahead = follow(admission.enterAhead(), "ahead");
        Admission.Ticket impatient = follow(admission.enterAhead(), "impatient ahead");
        follow(admission.enterAhead(), "second ahead");

        impatient.release();
        first.release();
        assertThat(inside).containsExactly("first", "ahead");

        ahead.release();
        assertThat(inside).containsExactly("first", "ahead", "second ahead");
    }

    @Test
    void forgetsWhoLeavesTheQueue() {
        Admission admission = new Admission(1);
        Admission.Ticket first = enter(admission, "first");
        enter(admission, "impatient").release();
        enter(admission, "third");

        first.release();

        assertThat(inside).containsExactly("first", "third");
    }

    @Test
    void isNoRecursionWhenThoseWhoAreLetInLeaveAtOnce() {
        Admission admission = new Admission(1);
        Admission.Ticket first = enter(admission, "first");
        AtomicInteger passed = new AtomicInteger();
        for (int i = 0; i < 100_000; i++) {
            Admission.Ticket ticket = admission.enter();
            ticket.admission()
                    .doOnSuccess(done -> {
                        passed.incrementAndGet();
                        ticket.release();
                    })
                    .subscribe();
        }

        first.release();

        assertThat(passed).hasValue(100_000);
    }

    @Test
    void losesNoPlaceInARaceOfReleases() {
        for (int round = 0; round < 1000; round++) {
            Admission admission = new Admission(2);
            Admission.Ticket one = admission.enter();
            Admission.Ticket two = admission.enter();
            Admission.Ticket waiting = admission.enter();
            AtomicInteger admitted = new AtomicInteger();

            RaceTestUtils.race(one::release, two::release, waiting::release);
            for (int i = 0; i < 3; i++) {
                admission
                        .enter()
                        .admission()
                        .doOnSuccess(done -> admitted.incrementAndGet())
                        .subscribe();
            }

            assertThat(admitted).hasValue(2);
        }
    }
}
