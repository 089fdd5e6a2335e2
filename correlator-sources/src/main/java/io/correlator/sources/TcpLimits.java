package io.correlator.sources;

import java.time.Duration;
import java.util.Optional;

/**
 * What senders may take of a {@link SyslogSource} that listens for connections.
 *
 * @param connections how many there may be at the same time
 * @param fromAddress how many of them from one address
 * @param handshake how long it may take to agree on how to speak
 * @param frame how long it may take to finish what was begun
 * @param idle how long nothing may come, if that is limited
 */
record TcpLimits(
    int connections,
    int fromAddress,
    Duration handshake,
    Duration frame,
    Optional<Duration> idle) {}
