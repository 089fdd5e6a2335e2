From ${event.fields.address}, ${event.fields.failures} logins over SSH failed within ${event.fields.window} seconds.
The last one that counted was at ${event.timestamp}.
<#if event.evidence?has_content>

<#list event.evidence[0..*10] as line>
${line.raw}
</#list>
<#if event.evidence?size gt 10>
... and ${event.evidence?size - 10} more lines
</#if>
</#if>
