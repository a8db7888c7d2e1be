package dev.enclave.docker.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.enclave.docker.containers.ContainerConfig;
import dev.enclave.docker.containers.ContainerCreated;
import dev.enclave.docker.containers.ContainerExit;
import dev.enclave.docker.containers.ContainerInspection;
import dev.enclave.docker.containers.ContainerProcesses;
import dev.enclave.docker.containers.ContainerStats;
import dev.enclave.docker.containers.ContainerSummary;
import dev.enclave.docker.containers.ContainerUpdated;
import dev.enclave.docker.containers.ContainersPruned;
import dev.enclave.docker.containers.DeviceAccess;
import dev.enclave.docker.containers.HostConfig;
import dev.enclave.docker.containers.LogConfig;
import dev.enclave.docker.containers.MountConfig;
import dev.enclave.docker.containers.NameResolution;
import dev.enclave.docker.containers.NetworkingConfig;
import dev.enclave.docker.containers.PathChange;
import dev.enclave.docker.containers.PathStat;
import dev.enclave.docker.containers.PortBinding;
import dev.enclave.docker.containers.ResourceTuning;
import dev.enclave.docker.containers.UpdateConfig;
import dev.enclave.docker.exec.ExecConfig;
import dev.enclave.docker.exec.ExecInspection;
import dev.enclave.docker.images.BuildProgress;
import dev.enclave.docker.images.ImageDeletion;
import dev.enclave.docker.images.ImageHistory;
import dev.enclave.docker.images.ImageInspection;
import dev.enclave.docker.images.ImageSummary;
import dev.enclave.docker.images.ImagesPruned;
import dev.enclave.docker.images.PullProgress;
import dev.enclave.docker.images.PushProgress;
import dev.enclave.docker.networks.EndpointConfig;
import dev.enclave.docker.networks.Ipam;
import dev.enclave.docker.networks.Network;
import dev.enclave.docker.networks.NetworkConfig;
import dev.enclave.docker.networks.NetworkCreated;
import dev.enclave.docker.networks.NetworksPruned;
import dev.enclave.docker.system.AuthCheck;
import dev.enclave.docker.system.DiskUsage;
import dev.enclave.docker.system.EngineEvent;
import dev.enclave.docker.system.EngineInfo;
import dev.enclave.docker.system.EngineVersion;
import dev.enclave.docker.volumes.Volume;
import dev.enclave.docker.volumes.VolumeConfig;
import dev.enclave.docker.volumes.VolumesPruned;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The records against what engines of different versions send, leave out, and add (C7). */
@Tag("C7")
class WireRecordsTests {

    @Nested
    class Answers {

        @ParameterizedTest
        @ValueSource(
                classes = {
                    ContainerExit.class,
                    PathStat.class,
                    ExecInspection.class,
                    PullProgress.class,
                    PushProgress.class,
                    ImageHistory.class,
                    EngineEvent.class,
                    EngineInfo.class,
                    EngineVersion.class,
                    VolumesPruned.class,
                    NetworksPruned.class,
                    ContainerProcesses.class,
                    ContainerStats.class,
                    ContainerUpdated.class,
                    ContainersPruned.class,
                    PathChange.class,
                    BuildProgress.class,
                    ImageDeletion.class,
                    ImagesPruned.class,
                    AuthCheck.class,
                    DiskUsage.class
                })
        void mayBeEmptyOrFullOfWhatIsNotKnown(Class<?> type) {
            assertThatCode(() -> read("{}", type)).doesNotThrowAnyException();
            assertThatCode(() -> read("{\"Future\":[{\"a\":null}],\"More\":1.5}", type))
                    .doesNotThrowAnyException();
        }

        @ParameterizedTest
        @ValueSource(
                classes = {
                    ContainerCreated.class,
                    ContainerInspection.class,
                    ContainerSummary.class,
                    ImageInspection.class,
                    ImageSummary.class,
                    Network.class,
                    NetworkCreated.class
                })
        void mayHaveNothingButTheirId(Class<?> type) {
            assertThatCode(() -> read("{\"Id\":\"abc\"}", type)).doesNotThrowAnyException();
            assertThatCode(() -> read("{\"ID\":\"abc\",\"Future\":{}}", type)).doesNotThrowAnyException();
        }

        @Test
        void ofVolumesMayHaveNothingButTheirName() {
            assertThat(read("{\"Name\":\"v\",\"Labels\":null,\"Options\":null,\"Future\":1}", Volume.class))
                    .isEqualTo(new Volume("v", null, null, null, null, Map.of(), Map.of(), null, null));
        }

        @Test
        void ofVolumesTellTheirUseAndWhatOnlyTheirDriverKnows() {
            Volume volume = read(
                    "{\"Name\":\"v\",\"Status\":{\"free\":[1]},\"UsageData\":{\"Size\":-1,\"RefCount\":2}}",
                    Volume.class);

            assertThat(volume.usageData()).isEqualTo(new Volume.UsageData(-1L, 2L));
            assertThat(volume.status()).containsOnlyKeys("free");
        }

        @ParameterizedTest
        @CsvSource(
                nullValues = "null",
                value = {
                    "'\"2026-11-25T21:02:21Z\"',2026-11-25T21:02:21Z",
                    "'\"2026-11-25T23:02:21.123456789+02:00\"',2026-11-25T21:02:21.123456789Z",
                    "1700000000,2023-11-14T22:13:20Z",
                    "'\"0001-01-01T00:00:00Z\"',null",
                    "'\"\"',null",
                    "'\"soon\"',null",
                    "'{\"a\":[1]}',null",
                    "null,null"
                })
        void haveTimesInEveryFormThatEnginesUse(String written, Instant read) {
            assertThat(read("{\"Name\":\"v\",\"CreatedAt\":" + written + ",\"Driver\":\"d\"}", Volume.class))
                    .isEqualTo(new Volume("v", "d", null, read, null, null, null, null, null));
        }

        @Test
        void haveEmptyCollectionsForAbsentOnesWhereTheyAreAlwaysRead() {
            assertThat(read("{\"Id\":\"a\",\"Warnings\":null}", ContainerCreated.class)
                            .warnings())
                    .isEmpty();
            assertThat(read("{\"Id\":\"a\"}", ContainerSummary.class).labels()).isEmpty();
            assertThat(read("{\"Id\":\"a\"}", ContainerInspection.class).labels())
                    .isEmpty();
            assertThat(read("{\"Id\":\"a\",\"RepoTags\":null}", ImageSummary.class)
                            .repoTags())
                    .isEmpty();
            assertThat(read("{\"Actor\":{}}", EngineEvent.class).actor().attributes())
                    .isEmpty();
            assertThat(read("{}", EngineInfo.class).runtimes()).isEmpty();
            assertThat(read("{}", EngineVersion.class).components()).isEmpty();
        }

        @Test
        @Tag("C8")
        void doNotTurnAMissingExitCodeIntoZero() {
            assertThat(read("{\"Running\":false,\"ExitCode\":null}", ExecInspection.class))
                    .satisfies(exec -> {
                        assertThat(exec.exitCode()).isNull();
                        assertThat(exec.hasEnded()).isFalse();
                        assertThat(exec.hasStarted()).isFalse();
                    });
            assertThat(read("{}", ContainerExit.class).statusCode()).isNull();
            assertThat(read("{\"State\":{},\"Id\":\"a\"}", ContainerInspection.class)
                            .state()
                            .exitCode())
                    .isNull();
        }

        @Test
        void tellWhetherAnExecHasEnded() {
            assertThat(read("{\"Running\":true,\"ExitCode\":null}", ExecInspection.class)
                            .hasEnded())
                    .isFalse();
            assertThat(read("{\"Running\":true,\"ExitCode\":0}", ExecInspection.class)
                            .hasEnded())
                    .isFalse();
            assertThat(read("{\"Running\":false,\"ExitCode\":7}", ExecInspection.class)
                            .hasEnded())
                    .isTrue();
        }

        @Test
        void readAnEventOfOldAndOfNewEngines() {
            String old =
                    "{\"status\":\"die\",\"id\":\"c1\",\"from\":\"busybox\",\"Type\":\"container\",\"Action\":\"die\","
                            + "\"Actor\":{\"ID\":\"c1\",\"Attributes\":{\"exitCode\":\"3\"}},\"scope\":\"local\",\"time\":1,"
                            + "\"timeNano\":1700000000123456789}";

            EngineEvent event = read(old, EngineEvent.class);

            assertThat(event.type()).isEqualTo("container");
            assertThat(event.action()).isEqualTo("die");
            assertThat(event.actor().id()).isEqualTo("c1");
            assertThat(event.actor().attributes()).containsEntry("exitCode", "3");
            assertThat(event.timeNano()).isEqualTo(1_700_000_000_123_456_789L);
        }

        @Test
        void readAnInspectionWithEveryNullThatEnginesWrite() {
            String json = "{\"Id\":\"c1\",\"Name\":\"/x\",\"State\":{\"Status\":\"exited\",\"OOMKilled\":true,"
                    + "\"ExitCode\":137,\"Pid\":0,\"Health\":null},\"Mounts\":[{\"Type\":\"bind\",\"RW\":false}],"
                    + "\"HostConfig\":{\"Binds\":null,\"PortBindings\":{\"80/tcp\":null},\"Mounts\":null,"
                    + "\"LogConfig\":{\"Type\":\"none\",\"Config\":{}},\"Ulimits\":null,\"PidsLimit\":null},"
                    + "\"Config\":{\"Labels\":{\"a\":\"b\"},\"Cmd\":null,\"Entrypoint\":null,\"Healthcheck\":null}}";

            ContainerInspection inspection = read(json, ContainerInspection.class);

            assertThat(inspection.state().oomKilled()).isTrue();
            assertThat(inspection.state().exitCode()).isEqualTo(137);
            assertThat(inspection.mounts().get(0).rw()).isFalse();
            assertThat(inspection.hostConfig().portBindings()).containsEntry("80/tcp", null);
            assertThat(inspection.labels()).containsEntry("a", "b");
        }
    }

    @Nested
    class Requests {

        @Test
        void putTheGroupsOfTheHostsOptionsOnOneLevel() {
            HostConfig host = HostConfig.builder()
                    .memory(1L)
                    .resources(ResourceTuning.builder()
                            .cpusetCpus("0")
                            .blkioDeviceReadIops(List.of(new ResourceTuning.ThrottleDevice("/dev/sda", 5)))
                            .build())
                    .deviceAccess(new DeviceAccess(null, null, List.of(DeviceAccess.DeviceRequest.allGpus())))
                    .nameResolution(new NameResolution(List.of("1.2.3.4"), null, null, null, null))
                    .build();

            String json = write(host);

            assertThat(json)
                    .isEqualTo(
                            "{\"Memory\":1,\"CpusetCpus\":\"0\",\"BlkioDeviceReadIOps\":[{\"Path\":\"/dev/sda\",\"Rate\":5}],"
                                    + "\"DeviceRequests\":[{\"Count\":-1,\"Capabilities\":[[\"gpu\"]]}],\"Dns\":[\"1.2.3.4\"]}");
            assertThat(read(json, HostConfig.class).resources().blkioDeviceReadIops())
                    .containsExactly(new ResourceTuning.ThrottleDevice("/dev/sda", 5));
            assertThat(read("{\"UTSMode\":\"host\"}", HostConfig.class)
                            .isolationOptions()
                            .utsMode())
                    .isEqualTo("host");
            assertThat(read(json, HostConfig.class).nameResolution().dns()).containsExactly("1.2.3.4");
        }

        @Test
        void writeSetsOfNamesAsTheEngineDoes() {
            String json = write(
                    ContainerConfig.builder("x").exposedPorts(Set.of("80/tcp")).build());

            assertThat(json).isEqualTo("{\"Image\":\"x\",\"ExposedPorts\":{\"80/tcp\":{}}}");
            assertThat(read(json, ContainerConfig.class).exposedPorts()).containsExactly("80/tcp");
            assertThat(read(
                                    "{\"ExposedPorts\":null,\"Volumes\":{\"/a\":{\"x\":[1]},\"/b\":null}}",
                                    ContainerConfig.class)
                            .volumes())
                    .containsExactly("/a", "/b");
        }

        @Test
        void describeNetworksAndConnections() {
            assertThat(write(NetworkConfig.builder("n")
                            .ipam(Ipam.ofSubnet("10.0.0.0/24"))
                            .enableIpv6(true)
                            .build()))
                    .isEqualToIgnoringCase(
                            "{\"Name\":\"n\",\"EnableIPv6\":true,\"IPAM\":{\"Config\":[{\"Subnet\":\"10.0.0.0/24\"}]},"
                                    + "\"CheckDuplicate\":true}");
            assertThat(write(ContainerConfig.builder("x")
                            .networkingConfig(NetworkingConfig.of(
                                    "n",
                                    EndpointConfig.builder()
                                            .ipamConfig(new EndpointConfig.IpamConfig("10.0.0.5", null, null))
                                            .build()))
                            .build()))
                    .isEqualToIgnoringCase("{\"Image\":\"x\",\"NetworkingConfig\":{\"EndpointsConfig\":{\"n\":"
                            + "{\"IPAMConfig\":{\"IPv4Address\":\"10.0.0.5\"}}}}}");
        }

        @Test
        void changeOnlyWhatIsToChange() {
            assertThat(write(UpdateConfig.builder().pidsLimit(5L).build())).isEqualTo("{\"PidsLimit\":5}");
        }

        @Test
        void describeAVolumeWithItsDriversOptions() {
            assertThat(write(VolumeConfig.DEFAULTS)).isEqualTo("{}");
            assertThat(write(VolumeConfig.of("v")
                            .withDriver("local", Map.of("type", "tmpfs"))
                            .withLabels(Map.of("a", "b"))))
                    .isEqualTo("{\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{\"type\":\"tmpfs\"},"
                            + "\"Labels\":{\"a\":\"b\"}}");
        }

        @Test
        void carryOnlyWhatWasSet() {
            assertThat(write(ContainerConfig.builder("busybox").build())).isEqualTo("{\"Image\":\"busybox\"}");
            assertThat(write(HostConfig.builder().build())).isEqualTo("{}");
            assertThat(write(ExecConfig.builder(List.of("true")).build())).isEqualTo("{\"Cmd\":[\"true\"]}");
        }

        @Test
        void nameAnEmptyEntrypointWhichRemovesTheImages() {
            assertThat(write(ContainerConfig.builder("x").entrypoint(List.of()).build()))
                    .isEqualTo("{\"Image\":\"x\",\"Entrypoint\":[]}");
        }

        @Test
        @Tag("C10")
        void useTheEnginesNames() {
            HostConfig host = HostConfig.builder()
                    .autoRemove(true)
                    .nanoCpus(1_500_000_000L)
                    .pidsLimit(64L)
                    .memory(1L)
                    .memorySwap(1L)
                    .oomScoreAdj(5)
                    .usernsMode("host")
                    .capDrop(List.of("ALL"))
                    .readonlyRootfs(true)
                    .portBindings(Map.of("80/tcp", List.of(new PortBinding("127.0.0.1", "0"))))
                    .logConfig(LogConfig.NONE)
                    .build();

            assertThat(write(host))
                    .contains(
                            "\"AutoRemove\":true",
                            "\"NanoCpus\":1500000000",
                            "\"PidsLimit\":64",
                            "\"MemorySwap\":1",
                            "\"OomScoreAdj\":5",
                            "\"UsernsMode\":\"host\"",
                            "\"CapDrop\":[\"ALL\"]",
                            "\"ReadonlyRootfs\":true",
                            "\"PortBindings\":{\"80/tcp\":[{\"HostIp\":\"127.0.0.1\",\"HostPort\":\"0\"}]}",
                            "\"LogConfig\":{\"Type\":\"none\"}");
        }

        @Test
        @Tag("C11")
        void mountBindsByTheStructureThatCreatesNothing() {
            assertThat(write(MountConfig.bind("/a", "/b", true, null)))
                    .isEqualTo("{\"Type\":\"bind\",\"Source\":\"/a\",\"Target\":\"/b\",\"ReadOnly\":true}");
            assertThat(write(MountConfig.bind("/a", "/b", false, "rprivate")))
                    .contains("\"BindOptions\":{\"Propagation\":\"rprivate\"}");
            assertThat(write(MountConfig.tmpfs("/t", 1024L, 0777)))
                    .isEqualTo(
                            "{\"Type\":\"tmpfs\",\"Target\":\"/t\",\"TmpfsOptions\":{\"SizeBytes\":1024,\"Mode\":511}}");
            assertThat(write(MountConfig.volume("v", "/d", true)))
                    .isEqualTo("{\"Type\":\"volume\",\"Source\":\"v\",\"Target\":\"/d\",\"ReadOnly\":true}");
        }
    }

    private static <T> T read(String json, Class<T> type) {
        return JsonCodec.SHARED.read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    private static String write(Object value) {
        return new String(JsonCodec.SHARED.write(value), StandardCharsets.UTF_8);
    }
}
