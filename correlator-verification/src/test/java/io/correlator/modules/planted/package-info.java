/** Classes that break the rules of modules, to show that the rules notice. */
@NullMarked
package io.correlator.modules.planted;

import org.jspecify.annotations.NullMarked;
