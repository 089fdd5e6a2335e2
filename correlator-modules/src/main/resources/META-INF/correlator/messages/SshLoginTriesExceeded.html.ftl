<p>From <b>${event.fields.address}</b>, ${event.fields.failures} logins over SSH failed within
${event.fields.window} seconds. The last one that counted was at ${event.timestamp}.</p>
<#list event.evidence[0..*10]>
<pre>
<#items as line>
${line.raw}
</#items>
</pre>
</#list>
<#if event.evidence?size gt 10>
<p>... and ${event.evidence?size - 10} more lines</p>
</#if>
