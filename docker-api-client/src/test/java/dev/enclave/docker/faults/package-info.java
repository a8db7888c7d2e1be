/** What operations end with when connections are slow, cut, silent or spoilt, against recorded answers and the real engine. */
package dev.enclave.docker.faults;
