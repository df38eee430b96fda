namespace Perto.Platform;

/// <summary>Looks for people whose data are not taken, inside of the transaction that would write them.</summary>
public sealed class SuppressionCheck
{
    private const int Chunk = 1_000;

    internal SuppressionCheck(SubjectKey key) => Key = key;

    internal SubjectKey Key { get; }

    /// <summary>Those of the people whose data are not taken.</summary>
    public async Task<IReadOnlySet<string>> AmongAsync(DatabaseSession session, TenantId tenant, IReadOnlyCollection<string> subjects)
    {
        ArgumentNullException.ThrowIfNull(session);
        HashSet<string> found = new(StringComparer.Ordinal);
        // Most tenants have erased nobody: then nothing is hashed.
        if (subjects.Count == 0 || await session.FirstOrDefaultAsync<int>("select 1 from privacy_suppression where tenant = @tenant limit 1", new { tenant }) == 0)
            return found;
        foreach (string[] some in subjects.Distinct(StringComparer.Ordinal).Chunk(Chunk))
        {
            Dictionary<string, string> byHash = some.ToDictionary(subject => Key.Hash(tenant, subject), StringComparer.Ordinal);
            IReadOnlyList<string> hashes = await session.QueryAsync<string>(
                "select subject_hash from privacy_suppression where tenant = @tenant and subject_hash in @hashes", new { tenant, hashes = byHash.Keys });
            found.UnionWith(hashes.Select(hash => byHash[hash]));
        }
        return found;
    }

    /// <summary>Refuses data about people whose data are not taken.</summary>
    /// <param name="session">The transaction that would write them.</param>
    /// <param name="tenant">Whose people.</param>
    /// <param name="subjects">Their ids, in the order of the request.</param>
    /// <param name="field">Names the place of an id in the request: <c>i => $"events[{i}].user"</c>.</param>
    /// <exception cref="ConflictException">One was erased (<c>person_erased</c>); the message names the place and not the person.</exception>
    public async Task RequireAsync(DatabaseSession session, TenantId tenant, IReadOnlyList<string> subjects, Func<int, string> field)
    {
        ArgumentNullException.ThrowIfNull(field);
        IReadOnlySet<string> erased = await AmongAsync(session, tenant, subjects);
        for (int i = 0; erased.Count > 0 && i < subjects.Count; i++)
        {
            if (erased.Contains(subjects[i]))
                throw Refusal(field(i));
        }
    }

    internal static ConflictException Refusal(string field) => new(
        "person_erased",
        $"{field} names a person who was erased and whose data are not taken any more; 'perto privacy allow' or POST /v1/privacy/suppressions/lift lifts that");
}
