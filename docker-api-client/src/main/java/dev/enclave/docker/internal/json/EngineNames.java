package dev.enclave.docker.internal.json;

import dev.enclave.docker.containers.ContainerStats;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.PropertyNamingStrategy;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedField;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.AnnotatedParameter;

/**
 * The engine's names: {@code OpenStdin} for {@code openStdin}, but {@code total_usage} for {@code totalUsage} in statistics, and {@code
 * OOMKilled} for {@code oomKilled}. They have to be exact: to compare them without regard to case takes half as long
 * again as the rest of reading an inspection.
 */
final class EngineNames extends PropertyNamingStrategy {

    private static final long serialVersionUID = 1L;

    /** What the engine spells in its own way, by the usual spelling. */
    private static final Map<String, String> EXACT = Map.ofEntries(
            Map.entry("BlkioDeviceReadIops", "BlkioDeviceReadIOps"),
            Map.entry("BlkioDeviceWriteIops", "BlkioDeviceWriteIOps"),
            Map.entry("ContainerId", "ContainerID"),
            Map.entry("DeviceIds", "DeviceIDs"),
            Map.entry("DnsNames", "DNSNames"),
            Map.entry("EnableIpv4", "EnableIPv4"),
            Map.entry("EnableIpv6", "EnableIPv6"),
            Map.entry("EndpointId", "EndpointID"),
            Map.entry("ExecIds", "ExecIDs"),
            Map.entry("GlobalIpv6Address", "GlobalIPv6Address"),
            Map.entry("GlobalIpv6PrefixLen", "GlobalIPv6PrefixLen"),
            Map.entry("ImageId", "ImageID"),
            Map.entry("Ip", "IP"),
            Map.entry("IpAddress", "IPAddress"),
            Map.entry("IpPrefixLen", "IPPrefixLen"),
            Map.entry("IpRange", "IPRange"),
            Map.entry("Ipam", "IPAM"),
            Map.entry("IpamConfig", "IPAMConfig"),
            Map.entry("Ipv4Address", "IPv4Address"),
            Map.entry("Ipv6Address", "IPv6Address"),
            Map.entry("Ipv6Gateway", "IPv6Gateway"),
            Map.entry("LinkLocalIps", "LinkLocalIPs"),
            Map.entry("MinApiVersion", "MinAPIVersion"),
            Map.entry("Ncpu", "NCPU"),
            Map.entry("NetworkId", "NetworkID"),
            Map.entry("OomKilled", "OOMKilled"),
            Map.entry("OsType", "OSType"),
            Map.entry("RootFs", "RootFS"),
            Map.entry("Rw", "RW"),
            Map.entry("UtsMode", "UTSMode"));

    @Override
    public @Nullable String nameForField(MapperConfig<?> config, AnnotatedField field, String name) {
        return exact(of(field.getDeclaringClass()).nameForField(config, field, name));
    }

    @Override
    public @Nullable String nameForGetterMethod(MapperConfig<?> config, AnnotatedMethod method, String name) {
        return exact(of(method.getDeclaringClass()).nameForGetterMethod(config, method, name));
    }

    @Override
    public @Nullable String nameForConstructorParameter(
            MapperConfig<?> config, AnnotatedParameter parameter, String name) {
        return exact(of(parameter.getDeclaringClass()).nameForConstructorParameter(config, parameter, name));
    }

    private static PropertyNamingStrategy of(Class<?> owner) {
        boolean statistics = owner == ContainerStats.class || owner.getEnclosingClass() == ContainerStats.class;
        return statistics ? PropertyNamingStrategies.SNAKE_CASE : PropertyNamingStrategies.UPPER_CAMEL_CASE;
    }

    private static @Nullable String exact(@Nullable String name) {
        return name == null ? null : EXACT.getOrDefault(name, name);
    }
}
