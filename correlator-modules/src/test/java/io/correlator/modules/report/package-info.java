/** Tests of the module {@code report}. */
@NullMarked
package io.correlator.modules.report;

import org.jspecify.annotations.NullMarked;
