package dev.enclave.testing;

import static dev.enclave.testing.KnownDifference.differs;
import static dev.enclave.testing.KnownDifference.lacks;

import dev.enclave.docker.ApiVersionException;
import dev.enclave.docker.ConnectionLostException;
import dev.enclave.docker.DockerProtocolException;
import dev.enclave.docker.DockerTimeoutException;
import dev.enclave.docker.EngineErrorException;
import dev.enclave.docker.NotFoundException;
import dev.enclave.testing.ConformanceRecorder.ConformanceTest;
import java.util.List;
import java.util.Optional;

/**
 * The one table of what engines do otherwise than the tests expect, which are written for Docker. Each line is checked: the test must end
 * in just that way, or the run fails.
 */
final class KnownDifferences {

    private static final String PODMAN = "podman-4";

    /** Its API is 1.41, and so is what Podman 4 says of its own. */
    private static final String OLDEST = "docker-20.10";

    static final List<KnownDifference> ALL = List.of(
            lacks(
                    OLDEST,
                    "AttachIT.ofATerminalHasTheSizeThatTheContainerWasCreatedWith",
                    ApiVersionException.class,
                    "needs API 1.",
                    "A container's terminal cannot have a size from the start."),
            lacks(
                    OLDEST,
                    "ExecIT.hasTheSizeThatItIsCreatedWith",
                    ApiVersionException.class,
                    "needs API 1.",
                    "Nor can the terminal of a command."),
            lacks(
                    OLDEST,
                    "PushIT.givesTheRegistryThePlatformThatIsAskedFor",
                    ApiVersionException.class,
                    "needs API 1.",
                    "A push cannot be of one platform."),
            lacks(
                    OLDEST,
                    "SaveIT.writesAndLoadsThePlatformThatIsAskedFor",
                    ApiVersionException.class,
                    "needs API 1.",
                    "Images cannot be saved or loaded for one platform."),
            lacks(
                    OLDEST,
                    "SystemIT.theDiskUsageCanBeOfOneKind",
                    ApiVersionException.class,
                    "needs API 1.",
                    "The disk usage cannot be of one kind of things only."),
            lacks(
                    OLDEST,
                    "InspectionIT.tellsTheAnnotationsThatTheRuntimeGets",
                    ApiVersionException.class,
                    "needs API 1.",
                    "A container cannot have annotations."),
            lacks(
                    OLDEST,
                    "MountsIT.ofAnImageShowItsFiles",
                    ApiVersionException.class,
                    "needs API 1.",
                    "An image cannot be mounted."),
            lacks(
                    OLDEST,
                    "MountsIT.inMemoryTakeOptions",
                    ApiVersionException.class,
                    "needs API 1.",
                    "A tmpfs among the mounts cannot have options."),
            lacks(
                    PODMAN,
                    "AttachIT.ofATerminalHasTheSizeThatTheContainerWasCreatedWith",
                    ApiVersionException.class,
                    "needs API 1.",
                    "A container's terminal cannot have a size from the start."),
            lacks(
                    PODMAN,
                    "ExecIT.hasTheSizeThatItIsCreatedWith",
                    ApiVersionException.class,
                    "needs API 1.",
                    "Nor can the terminal of a command."),
            lacks(
                    PODMAN,
                    "PushIT.givesTheRegistryThePlatformThatIsAskedFor",
                    ApiVersionException.class,
                    "needs API 1.",
                    "A push cannot be of one platform."),
            lacks(
                    PODMAN,
                    "SaveIT.writesAndLoadsThePlatformThatIsAskedFor",
                    ApiVersionException.class,
                    "needs API 1.",
                    "Images cannot be saved or loaded for one platform."),
            lacks(
                    PODMAN,
                    "SystemIT.theDiskUsageCanBeOfOneKind",
                    ApiVersionException.class,
                    "needs API 1.",
                    "The disk usage cannot be of one kind of things only."),
            lacks(
                    PODMAN,
                    "InspectionIT.tellsTheAnnotationsThatTheRuntimeGets",
                    ApiVersionException.class,
                    "needs API 1.",
                    "A container cannot have annotations."),
            lacks(
                    PODMAN,
                    "MountsIT.ofAnImageShowItsFiles",
                    ApiVersionException.class,
                    "needs API 1.",
                    "An image cannot be mounted."),
            lacks(
                    PODMAN,
                    "MountsIT.inMemoryTakeOptions",
                    ApiVersionException.class,
                    "needs API 1.",
                    "A tmpfs among the mounts cannot have options."),
            lacks(
                    PODMAN,
                    "ExecIT.ofADetachedCommandIsKnownToo",
                    DockerTimeoutException.class,
                    "no exit code",
                    "A detached exec stays \"running\" for ever in what Podman says of it, so its exit code is never known."),
            lacks(
                            PODMAN,
                            "ExecIT.thatNobodyReadsDoesNotCutTheOutput",
                            ConnectionLostException.class,
                            "reset",
                            "Podman closes a stream with input that the command has not read by a reset, which can cut off its output.")
                    .onlySometimes(),
            lacks(
                            PODMAN,
                            "AttachIT.ofAProgramThatDoesNotReadItsInputKeepsTheOutputWhole",
                            ConnectionLostException.class,
                            "reset",
                            "The same for an attached container.")
                    .onlySometimes(),
            differs(
                    PODMAN,
                    "AttachIT.canBeginWithWhatWasLoggedBefore",
                    "early",
                    "What was logged before an attach comes without its line ends."),
            differs(
                    PODMAN,
                    "WaitIT.forTheRemovalSeesAContainerThatRemovesItself",
                    "expected: 9",
                    "A wait for the removal tells the exit code 0, whatever it was; a wait for the next exit tells the right one."),
            differs(
                    PODMAN,
                    "ContainersIT.ofARelativeDirectoryAreBadRequests",
                    "expected: onError(); actual: onNext(ContainerCreated",
                    "A relative working directory is refused by the start, not by the creation."),
            differs(
                    PODMAN,
                    "ContainersIT.ofTooLittleMemoryAreBadRequests",
                    "expected: onError(); actual: onNext(ContainerCreated",
                    "A limit of too little memory is refused by the start, not by the creation."),
            differs(
                    PODMAN,
                    "ArchiveIT.failsOnADirectoryThatIsNotThere",
                    "expected: onError(NotFoundException); actual: onComplete()",
                    "An archive that is put into a directory that is not there makes the directory."),
            differs(
                    PODMAN,
                    "ArchiveIT.failsWithTheEnginesAnswerAlsoWhenThatComesBeforeTheEndOfALargeArchive",
                    "expected: onError(NotFoundException); actual: onComplete()",
                    "The same, however large the archive is."),
            differs(
                    PODMAN,
                    "MountsIT.aMissingSourceIsAnErrorAndNoNewDirectory",
                    "expected: onError(); actual: onNext(ContainerCreated",
                    "A bind mount whose source is missing is accepted; the start makes a directory for it on the host."),
            differs(
                    PODMAN,
                    "MountsIT.anInspectionRepeatsTheMountsThatWereAskedFor",
                    "Expecting actual not to be null",
                    "An inspection has no HostConfig.Mounts; the list of mounts in effect is there."),
            differs(
                    PODMAN,
                    "ContainersIT.repeatsTheCapabilitiesThatAreDropped",
                    "AUDIT_WRITE",
                    "An inspection names each capability that is dropped, where \"ALL\" was asked for."),
            differs(
                    PODMAN,
                    "ContainersIT.repeatsHowOutputIsLogged",
                    "json-file",
                    "An inspection does not tell the log driver's options."),
            lacks(
                    PODMAN,
                    "VolumesIT.areCreatedAsDescribed",
                    EngineErrorException.class,
                    "size and inodes not supported",
                    "A volume of type tmpfs cannot be limited in size (without project quotas on the host's file system)."),
            lacks(
                    PODMAN,
                    "VolumesIT.areNotListedByAFilterThatTheEngineDoesNotKnow",
                    EngineErrorException.class,
                    "invalid volume filter",
                    "A filter of volumes that it does not know is its own error (500), not a bad request."),
            differs(
                    PODMAN,
                    "VolumesIT.areListedByFilter",
                    "not to contain",
                    "A volume is \"dangling\" until a container that refers to it has been started."),
            differs(
                    PODMAN,
                    "PushIT.tellsWhatTheRegistryHasNow",
                    "Expected size: 1 but was: 0",
                    "A push tells no digest and no size."),
            differs(
                    PODMAN,
                    "SaveIT.historyTellsTheStepsOfAnImage",
                    "Expecting ListN",
                    "An image's history does not tell its names."),
            differs(
                    PODMAN,
                    "PullIT.isToldForEachLayerUntilTheImageIsThere",
                    "Pulling fs layer",
                    "A pull tells no bytes and no \"Pull complete\", and counts the image's description as a layer."),
            differs(
                    PODMAN,
                    "PullIT.canBeSummedUp",
                    "Expected size: 2 but was: 3",
                    "So its summary knows neither bytes nor finished layers."),
            lacks(
                    PODMAN,
                    "ContainerControlIT.changesLimitsOfARunningContainer",
                    NotFoundException.class,
                    "Not Found",
                    "Limits cannot be changed: there is no update."),
            lacks(
                    PODMAN,
                    "EngineNamesIT.ofUpdates",
                    NotFoundException.class,
                    "Not Found",
                    "Limits cannot be changed: there is no update."),
            differs(
                    PODMAN,
                    "ContainerControlIT.areListedWithTheColumnsOfPs",
                    "PID   USER",
                    "The list of processes has one column: each row is one text, made by the image's own ps."),
            lacks(
                    PODMAN,
                    "ContainerControlIT.ofAContainerThatDoesNotRunAreAConflict",
                    DockerProtocolException.class,
                    "ContainerProcesses",
                    "The processes of a container that does not run are an empty answer."),
            differs(
                    PODMAN,
                    "ContainerControlIT.areMatchedWhenTheContainerIsCreated",
                    "the operation was a success",
                    "A container is created from an image of another platform than was asked for."),
            lacks(
                    PODMAN,
                    "StatsIT.ofAContainerThatDoesNotRunAreWithoutFigures",
                    DockerProtocolException.class,
                    "ContainerStats",
                    "The statistics of a container that does not run are an empty answer."),
            differs(
                    PODMAN,
                    "InspectionIT.tellsTheRareOptionsOfTheHostBack",
                    "cgroupPermissions",
                    "An inspection does not tell the permissions on devices."),
            differs(
                    PODMAN,
                    "InspectionIT.tellsWhatHealthChecksFound",
                    "health: not as wanted",
                    "Health checks are not run where there is no systemd, whose timers Podman uses."),
            differs(PODMAN, "InspectionIT.tellsProgramPlatformAndSize", "example.org", "A domain name is dropped."),
            differs(
                    PODMAN,
                    "InspectionIT.tellsTheMacAddressThatWasAskedFor",
                    "02:42:ac:11:77:99",
                    "A container gets another MAC address than was asked for."),
            differs(
                            PODMAN,
                            "LogsIT.canBeginAndEndBetweenTwoLines",
                            "second",
                            "The times of lines in a log are whole seconds.")
                    .onlySometimes(),
            differs(PODMAN, "NetworksIT.areCreatedAsDescribed", "null", "A network's range of addresses is not told."),
            differs(
                    PODMAN,
                    "NetworksIT.areListedByFilter",
                    "\"none\"",
                    "The networks host and none are not in the list."),
            differs(
                    PODMAN,
                    "NetworksIT.areChosenWhenAContainerIsCreated",
                    "IpamConfig",
                    "An inspection does not tell which address was asked for; the container has it."),
            lacks(
                    PODMAN,
                    "NetworksIT.connectContainersThatFindEachOtherByTheirAliases",
                    EngineErrorException.class,
                    "invalid network mode",
                    "A container without a network cannot be connected to one later."),
            lacks(
                    PODMAN,
                    "NetworksIT.thatCannotBeAreTypedErrors",
                    EngineErrorException.class,
                    "cannot be removed",
                    "That a default network cannot be removed is an error of its own (500), not one of access."),
            differs(
                    PODMAN,
                    "ContainerControlIT.becomesAnImage",
                    "\"l\"=\"m\"",
                    "A commit overlooks the configuration that it is given, but not the changes."),
            differs(
                    PODMAN,
                    "StatsIT.ofOneMomentTellTheCpuOverASpanOfTime",
                    "the earlier moment",
                    "Statistics of one moment do not wait for a second one, so they tell no CPU use."),
            differs(
                            PODMAN,
                            "StatsIT.ofNowComeAtOnceAndTellTheCpuTogetherWithEarlierOnes",
                            "to be between",
                            "So two of them in a row can tell a use of 0.")
                    .onlySometimes(),
            differs(
                    PODMAN,
                    "SystemIT.aPinnedVersionThatTheEngineDoesNotSpeakIsATypedError",
                    "expected: onError(); actual: onNext(EngineInfo",
                    "Whatever API version is asked for, Podman answers as it always does."),
            differs(
                    PODMAN,
                    "EventsIT.ofThePastAreAFiniteList",
                    "Expecting actual:\n  []",
                    "Events up to a time in the past are an empty list; without an end they come."),
            lacks(
                    PODMAN,
                    "BuildIT.isPrunedWithItsNameOnlyWhenAskedFor",
                    EngineErrorException.class,
                    "more than once",
                    "A prune of images that have a name is refused, as Podman takes the filter \"dangling\" for given twice."),
            lacks(
                    PODMAN,
                    "SystemIT.credentialsAreTriedAtTheirRegistry",
                    EngineErrorException.class,
                    "HTTP response to HTTPS client",
                    "A check of credentials speaks TLS, also with a registry that is trusted without."),
            differs(
                    PODMAN,
                    "SystemIT.theDiskUsageTellsSizesAndWhoUsesThem",
                    "to be greater than",
                    "The disk usage does not tell how large all layers are."));

    private KnownDifferences() {}

    static Optional<KnownDifference> of(String engine, ConformanceTest test) {
        return ALL.stream()
                .filter(difference -> engine.startsWith(difference.engine())
                        && difference.test().equals(test.name()))
                .findFirst();
    }
}
