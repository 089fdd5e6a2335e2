package io.correlator.sources;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * How many datagrams the system has dropped of those that came to a port, because nobody read them
 * in time. Linux tells it in a table of all sockets, {@code /proc/net/udp} (proc(5)); the number is
 * gone when the port is closed. Other systems do not tell. For one thread.
 */
final class KernelDrops {
  /** Of the kernel's number, the lowest 32 bits are shown. */
  private static final long ALL = 1L << Integer.SIZE;

  private final Path table;

  /** What stands in the second column of the table, and the blank behind it. */
  private final String socket;

  private long before;
  private long shown;

  /** The drops of the socket that is bound to this address. */
  KernelDrops(InetSocketAddress local) {
    InetAddress address = local.getAddress();
    table = Path.of(address instanceof Inet6Address ? "/proc/net/udp6" : "/proc/net/udp");
    socket = "%s:%04X ".formatted(words(address.getAddress()), local.getPort());
  }

  /** An address as the table has it: its words as numbers of the processor. */
  private static String words(byte[] address) {
    ByteBuffer bytes = ByteBuffer.wrap(address).order(ByteOrder.nativeOrder());
    StringBuilder words = new StringBuilder();
    while (bytes.hasRemaining()) {
      words.append("%08X".formatted(bytes.getInt()));
    }
    return words.toString();
  }

  /** How many there are in all; empty if the system does not tell. */
  OptionalLong count() {
    try {
      for (String line : Files.readAllLines(table, StandardCharsets.US_ASCII)) {
        String row = line.strip();
        if (row.startsWith(socket, row.indexOf(' ') + 1)) {
          long now = Long.parseLong(row.substring(row.lastIndexOf(' ') + 1));
          before += now < shown ? ALL : 0;
          shown = now;
          return OptionalLong.of(before + now);
        }
      }
    } catch (IOException | NumberFormatException e) {
      // Another system, or a table that is written in another way: it does not tell.
    }
    return OptionalLong.empty();
  }
}
