package dev.enclave.docker.containers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a container finds names and is found. Absent values are the engine's defaults.
 *
 * @param dns addresses of name servers
 * @param dnsOptions options of the resolver
 * @param dnsSearch domains that are searched
 * @param links other containers on the default bridge, as {@code name:alias}
 * @param publishAllPorts whether every exposed port is published on a port of the host that the engine chooses
 */
public record NameResolution(
        @Nullable List<String> dns,
        @Nullable List<String> dnsOptions,
        @Nullable List<String> dnsSearch,
        @Nullable List<String> links,
        @Nullable Boolean publishAllPorts) {

    /** Copies the collections. */
    public NameResolution {
        dns = dns == null ? null : List.copyOf(dns);
        dnsOptions = dnsOptions == null ? null : List.copyOf(dnsOptions);
        dnsSearch = dnsSearch == null ? null : List.copyOf(dnsSearch);
        links = links == null ? null : List.copyOf(links);
    }
}
