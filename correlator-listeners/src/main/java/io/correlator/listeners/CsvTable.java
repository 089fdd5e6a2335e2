package io.correlator.listeners;

import io.correlator.api.AuditSchema;
import io.correlator.api.EmittedEvent;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The CSV file of one kind of audit event, together with what it was before. For one thread.
 *
 * <p>The file is opened when its first row comes. If something goes wrong while it is changed for a
 * new one, it is opened again with the next row.
 */
final class CsvTable implements Closeable {
  private final AuditSchema schema;
  private final Path path;
  private final RotatedFiles rotated;
  private final long maxSize;
  private final CsvFormat format;
  private final byte[] header;

  private @Nullable Spool spool;
  private long size;

  /**
   * A table in {@code path}.
   *
   * @param maxSize in bytes; 0 for no limit
   * @param keep how many full files are kept
   */
  CsvTable(AuditSchema schema, Path path, CsvFormat format, long maxSize, int keep) {
    this.schema = schema;
    this.path = path;
    this.rotated = new RotatedFiles(path, keep);
    this.maxSize = maxSize;
    this.format = format;
    this.header = format.header();
  }

  AuditSchema schema() {
    return schema;
  }

  void add(EmittedEvent event) throws IOException {
    byte[] row = format.row(event);
    Spool open = spool();
    if (maxSize > 0 && size + row.length > maxSize && size > header.length) {
      open = rotate(open);
    }
    append(open, row);
  }

  private void append(Spool open, byte[] bytes) throws IOException {
    open.add(buffer -> buffer.write(bytes));
    size += bytes.length;
  }

  private Spool spool() throws IOException {
    Spool open = spool;
    return open == null ? open() : open;
  }

  private Spool open() throws IOException {
    if (Files.isRegularFile(path) && Files.size(path) > 0) {
      if (hasHeader()) {
        TornRow.setAside(path, path.resolveSibling(path.getFileName() + ".torn"));
      } else {
        rotated.rotate();
      }
    }
    AppendFile file = AppendFile.open(path);
    Spool open = new Spool(file);
    spool = open;
    size = file.size();
    if (size == 0) {
      append(open, header);
    }
    return open;
  }

  /** Whether the file was begun with the same columns. */
  private boolean hasHeader() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return Arrays.equals(in.readNBytes(header.length), header);
    }
  }

  private Spool rotate(Spool full) throws IOException {
    full.write(); // on failure all stays as it is
    spool = null;
    full.close();
    rotated.rotate();
    return open();
  }

  /** Writes out what is waiting; it can still be taken back. */
  void write() throws IOException {
    if (spool != null) {
      spool.write();
    }
  }

  /** What was written stays. */
  void confirm() throws IOException {
    if (spool != null) {
      spool.confirm();
    }
  }

  /** Undoes what was added since the last {@link #confirm}, as far as it is in this file. */
  void takeBack() throws IOException {
    Spool open = spool;
    if (open != null) {
      spool = null; // opened again with the next row, which counts and heads it anew
      try (open) {
        open.takeBack();
      }
    }
  }

  /** Waits until the disk has what was flushed. */
  void force() throws IOException {
    if (spool != null) {
      spool.force();
    }
  }

  @Override
  public void close() throws IOException {
    if (spool != null) {
      spool.close();
    }
  }
}
