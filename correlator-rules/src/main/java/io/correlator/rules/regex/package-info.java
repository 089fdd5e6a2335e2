/**
 * What the text of a regular expression tells about it before it is compiled: its parts, and how
 * large its program will be. Start with {@link io.correlator.rules.regex.RegexTree#parse}.
 */
@NullMarked
package io.correlator.rules.regex;

import org.jspecify.annotations.NullMarked;
