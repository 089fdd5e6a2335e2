/**
 * How lines of log are written, and how they are read: the standard record formats.
 *
 * <p>Start with {@link io.correlator.sources.format.AutoFormat}, the default, which tells JSON,
 * syslog and lines with a time apart. {@link io.correlator.sources.format.JsonFormat} reads
 * objects, one a line or over several lines, and {@link
 * io.correlator.sources.format.WindowsJsonFormat} gives events of Windows among them the fields by
 * which rules know them. {@link io.correlator.sources.format.SyslogFormat} tells the two syslog
 * formats apart line by line: {@link io.correlator.sources.format.Rfc3164Format}, what most log
 * files hold, and {@link io.correlator.sources.format.Rfc5424Format}, its successor with structured
 * data ({@link io.correlator.sources.format.StrictRfc5424Format} for those who want it to the
 * letter). {@link io.correlator.sources.format.TimedFormat} reads what web servers and others write
 * into files of their own. {@link io.correlator.sources.format.PlainFormat} takes lines as they
 * are.
 *
 * <p>All parsers here work on bytes, by position: no regular expression, no text, and no object per
 * line. They are total: a line may say what it wants, the worst that comes of it is a record with a
 * {@linkplain io.correlator.api.ParseFailure reason} why it could not be read.
 */
@NullMarked
package io.correlator.sources.format;

import org.jspecify.annotations.NullMarked;
