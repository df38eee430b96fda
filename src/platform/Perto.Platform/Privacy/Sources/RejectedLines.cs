using System.Runtime.CompilerServices;

namespace Perto.Platform;

/// <summary>What imports quote of lines that they left out.</summary>
internal sealed class RejectedLines(ImportRunner imports) : IPersonalDataSource
{
    public string Name => "imports/rejected";

    public string Description => "Values of lines that imports left out, quoted in the reports of the imports. They stay with the report.";

    public IReadOnlyList<string> Tables => ["import_run"];

    public async Task<long> CountAsync(TenantId tenant, string subject, CancellationToken cancellationToken) =>
        (await imports.QuotedOfAsync(tenant, subject, cancellationToken)).Count;

    public async Task<bool> EraseAsync(TenantId tenant, string subject, CancellationToken cancellationToken)
    {
        await imports.ForgetQuotedAsync(tenant, subject, cancellationToken);
        return true;
    }

    public async IAsyncEnumerable<object> ExportAsync(TenantId tenant, string subject, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach ((string import, RowError error) in await imports.QuotedOfAsync(tenant, subject, cancellationToken))
            yield return new { Import = import, error.File, error.Line, error.Field, error.Given, error.Rule };
    }
}
