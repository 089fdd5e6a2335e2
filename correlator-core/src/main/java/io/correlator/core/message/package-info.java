/**
 * What events tell people at length: messages rendered from FreeMarker templates that belong to the
 * types of events.
 *
 * <p>Start with {@link io.correlator.core.message.MessageTemplates}, which finds and checks them.
 * Two rules hold here. What stood in a log is only ever a value: it is never read as a template,
 * and always escaped. And a template can do nothing but show: {@code TemplateInspector} knows what
 * it may use, and refuses the rest before anything runs.
 */
@NullMarked
package io.correlator.core.message;

import org.jspecify.annotations.NullMarked;
