using System.Runtime.CompilerServices;

namespace Perto.Platform;

/// <summary>Records about people in derived collections, and their embeddings in the database, where a module declared them.</summary>
internal sealed class DerivedRecords(IEnumerable<PersonalCollection> declared, DerivedCollections derived, VectorCollections collections) : IPersonalDataSource
{
    private readonly PersonalCollection[] _declared = [.. declared];

    public string Name => "vectors/derived";

    public string Description =>
        "Records of derived vector collections that are about people, with their embeddings in the database. They stay until their module publishes without them.";

    public IReadOnlyList<string> Tables => ["embedding"];

    public async Task<long> CountAsync(TenantId tenant, string subject, CancellationToken cancellationToken)
    {
        long records = 0;
        foreach (PersonalCollection collection in _declared)
            records += (await derived.OfPersonAsync(tenant, collection.Alias, collection.SubjectField, subject, cancellationToken)).Count;
        return records;
    }

    public async Task<bool> EraseAsync(TenantId tenant, string subject, CancellationToken cancellationToken)
    {
        foreach (PersonalCollection collection in _declared)
        {
            foreach (string stored in await derived.ErasePersonAsync(tenant, collection.Alias, collection.SubjectField, subject, cancellationToken))
                await collections.CompactAsync(tenant, stored, progress: null, cancellationToken);
        }
        return true;
    }

    public async IAsyncEnumerable<object> ExportAsync(TenantId tenant, string subject, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (PersonalCollection collection in _declared)
        {
            foreach (RecordDocument record in await derived.OfPersonAsync(tenant, collection.Alias, collection.SubjectField, subject, cancellationToken))
                yield return new { Collection = collection.Alias, Record = record };
        }
    }
}
