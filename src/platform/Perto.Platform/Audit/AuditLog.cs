using System.Security.Cryptography;
using System.Text;

namespace Perto.Platform;

/// <summary>
/// Who did what. Each tenant has a chain: an entry's hash covers the one before it, and both ends of the chain are signed with a secret of the
/// installation, so that a row that was changed, removed, added or moved is found.
/// </summary>
/// <remarks>
/// Found is what is done to the rows by somebody who has not the installation's secret. It stands in the same database: whoever can read all of it and
/// write to it could sign a chain of their own. Keep the newest hash elsewhere (<c>GET /v1/audit/verify</c>) where that matters.
/// </remarks>
public sealed class AuditLog(IDatabase database, InstallationSecret secrets, TimeProvider clock)
{
    private const string ChainSecret = "audit/chain";
    private const string SubjectSecret = "audit/subject";
    private const int VerifiedAtOnce = 1000;
    private const int MostFaults = 20;

    private static readonly string[] Columns = ["tenant", "sequence", "at", "actor", "action", "target", "outcome", "details", "hash"];

    /// <summary>The log of what concerns no tenant: requests whose key is nobody's. No key can be made for it.</summary>
    public static TenantId Installation { get; } = new("_installation");

    /// <summary>Appends an entry as part of another's transaction: it is kept exactly when the rest is.</summary>
    public Task AppendAsync(DatabaseSession session, AuditEntry entry) => AppendAsync(session, entry.Tenant, [entry]);

    /// <summary>Appends entries in a transaction of their own.</summary>
    public Task AppendAsync(IReadOnlyCollection<AuditEntry> entries, CancellationToken cancellationToken = default) => database.WriteAsync(
        async session =>
        {
            // In one order, so that two servers do not wait for each other's chains.
            foreach (IGrouping<string, AuditEntry> tenant in entries.GroupBy(entry => entry.Tenant.Value).OrderBy(group => group.Key, StringComparer.Ordinal))
                await AppendAsync(session, new TenantId(tenant.Key), [.. tenant]);
        },
        cancellationToken);

    /// <summary>The target that stands for a person: <c>person/HASH</c>, the same for the same id, and useless without the installation's secret.</summary>
    public async Task<string> PersonAsync(TenantId tenant, string id, CancellationToken cancellationToken = default) =>
        Person(await secrets.GetAsync(SubjectSecret, cancellationToken), tenant, id);

    /// <summary>The same inside of a transaction that writes.</summary>
    public async Task<string> PersonAsync(DatabaseSession session, TenantId tenant, string id) =>
        Person(await secrets.GetAsync(session, SubjectSecret), tenant, id);

    /// <summary>Entries, the newest first.</summary>
    public Task<Page<AuditRecord>> ListAsync(TenantId tenant, AuditFilter filter, Paging paging, CancellationToken cancellationToken = default)
    {
        long before = Cursor.Read(paging.Cursor, 1)?.Integer(0) ?? long.MaxValue;
        return database.ReadAsync(
            async session =>
            {
                IReadOnlyList<AuditRow> rows = await session.QueryAsync<AuditRow>(
                    $"""
                    select {AuditRow.Columns} from audit_entry
                    where tenant = @tenant and sequence < @before{Narrowed(filter)}
                    order by sequence desc limit @limit
                    """,
                    new
                    {
                        tenant,
                        before,
                        filter.Actor,
                        filter.Action,
                        Since = filter.Since is { } since ? UnixMicros.From(since) : 0,
                        Until = filter.Until is { } until ? UnixMicros.From(until) : 0,
                        limit = paging.Limit + 1,
                    });
                return paging.Page(rows, row => Cursor.Write(row.Sequence)).Select(row => row.Shown());
            },
            cancellationToken);
    }

    /// <summary>Reads the whole log of a tenant and compares it with its hashes, while others go on writing.</summary>
    public async Task<AuditVerification> VerifyAsync(TenantId tenant, CancellationToken cancellationToken = default)
    {
        byte[] secret = await secrets.GetAsync(ChainSecret, cancellationToken);
        return await database.ReadAsync(session => VerifyAsync(session, tenant, secret), cancellationToken);
    }

    /// <summary>
    /// Lets entries from before <paramref name="before"/> go, from the old end up to the first younger one; the hash of the last one that went stays as the
    /// signed anchor of the chain. That it happened is an entry itself.
    /// </summary>
    /// <returns>How many went.</returns>
    public Task<long> TrimAsync(TenantId tenant, DateTimeOffset before, CancellationToken cancellationToken = default) => database.WriteAsync(
        async session =>
        {
            if (await ChainAsync(session, tenant) is not { } chain || chain.LastSequence < chain.FirstSequence)
                return 0;
            long kept = await session.ScalarAsync<long?>(
                "select min(sequence) from audit_entry where tenant = @tenant and at >= @before", new { tenant, before = UnixMicros.From(before) })
                ?? chain.LastSequence + 1;
            if (kept <= chain.FirstSequence)
                return 0;
            byte[] anchor = await session.ScalarAsync<byte[]>(
                "select hash from audit_entry where tenant = @tenant and sequence = @last", new { tenant, last = kept - 1 })
                ?? throw new ConflictException("audit_broken", $"The audit log of {tenant} lacks entry {kept - 1}; nothing is deleted from it. 'perto audit verify' tells more");
            int removed = await session.ExecuteAsync("delete from audit_entry where tenant = @tenant and sequence < @kept", new { tenant, kept });
            await PutAsync(session, tenant, chain with { FirstSequence = kept, Anchor = anchor });
            await AppendAsync(session, new AuditEntry
            {
                Tenant = tenant,
                Actor = "perto",
                Action = "audit.trim",
                Details = new Dictionary<string, object?>(StringComparer.Ordinal) { ["removed"] = removed, ["through"] = kept - 1 },
            });
            return (long)removed;
        },
        cancellationToken);

    /// <summary>The tenants that have a log.</summary>
    internal Task<IReadOnlyList<string>> TenantsAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.QueryAsync<string>("select tenant from audit_chain order by tenant"), cancellationToken);

    private async Task AppendAsync(DatabaseSession session, TenantId tenant, IReadOnlyList<AuditEntry> entries)
    {
        AuditChain chain = await ChainAsync(session, tenant) ?? AuditChain.Empty;
        long now = UnixMicros.Now(clock);
        var rows = new List<AuditRow>(entries.Count);
        long sequence = chain.LastSequence;
        byte[] hash = chain.LastHash;
        foreach (AuditEntry entry in entries)
        {
            AuditRow row = AuditRow.Of(entry, ++sequence, hash, now);
            rows.Add(row);
            hash = row.Hash;
        }
        // The end of the chain first: two that append at once meet at its row, where the loser is told to run again, and not at the key of an entry.
        await PutAsync(session, tenant, chain with { LastSequence = sequence, LastHash = hash });
        await session.BulkInsertAsync(
            "audit_entry", Columns, rows,
            row => [tenant, row.Sequence, row.At, row.Actor, row.Action, row.Target, row.Outcome, row.Details, row.Hash]);
    }

    private async Task PutAsync(DatabaseSession session, TenantId tenant, AuditChain chain)
    {
        AuditChain signed = chain.SignedFor(tenant, await secrets.GetAsync(session, ChainSecret));
        await session.ExecuteAsync(
            """
            insert into audit_chain (tenant, first_sequence, anchor, last_sequence, last_hash, signature)
            values (@tenant, @FirstSequence, @Anchor, @LastSequence, @LastHash, @Signature)
            on conflict (tenant) do update set
                first_sequence = excluded.first_sequence, anchor = excluded.anchor,
                last_sequence = excluded.last_sequence, last_hash = excluded.last_hash, signature = excluded.signature
            """,
            new { tenant, signed.FirstSequence, signed.Anchor, signed.LastSequence, signed.LastHash, signed.Signature });
    }

    private static Task<AuditChain?> ChainAsync(DatabaseSession session, TenantId tenant) =>
        session.FirstOrDefaultAsync<AuditChain>($"select {AuditChain.Columns} from audit_chain where tenant = @tenant", new { tenant });

    private static async Task<AuditVerification> VerifyAsync(DatabaseSession session, TenantId tenant, byte[] secret)
    {
        AuditChain? kept = await ChainAsync(session, tenant);
        AuditChain chain = kept ?? AuditChain.Empty;
        var faults = new List<AuditFault>();
        if (kept?.IsSignedFor(tenant, secret) == false)
            faults.Add(new AuditFault(chain.LastSequence, "the ends of the chain were changed: their signature is not the installation's"));

        long entries = 0;
        long expected = chain.FirstSequence;
        byte[] hash = chain.Anchor;
        long after = -1;
        while (true)
        {
            IReadOnlyList<AuditRow> rows = await session.QueryAsync<AuditRow>(
                $"select {AuditRow.Columns} from audit_entry where tenant = @tenant and sequence > @after order by sequence limit @limit",
                new { tenant, after, limit = VerifiedAtOnce });
            foreach (AuditRow row in rows)
            {
                if (row.Sequence < chain.FirstSequence || row.Sequence > chain.LastSequence)
                    faults.Add(new AuditFault(row.Sequence, "it stands outside of the chain: it was added"));
                else if (row.Sequence != expected)
                    faults.Add(new AuditFault(expected, row.Sequence == expected + 1 ? "it is missing" : $"it and all up to {row.Sequence - 1} are missing"));
                else if (!CryptographicOperations.FixedTimeEquals(row.HashAfter(tenant, hash), row.Hash))
                    faults.Add(new AuditFault(row.Sequence, "its content or place is not what was written"));
                entries++;
                expected = Math.Max(expected, row.Sequence + 1);
                hash = row.Hash;
            }
            if (rows.Count < VerifiedAtOnce)
                break;
            after = rows[^1].Sequence;
        }

        if (expected <= chain.LastSequence)
            faults.Add(new AuditFault(expected, $"it and all up to {chain.LastSequence} are missing"));
        else if (kept is not null && faults.Count == 0 && !CryptographicOperations.FixedTimeEquals(hash, chain.LastHash))
            faults.Add(new AuditFault(chain.LastSequence, "the chain does not end with the hash that it was signed with"));
        return new AuditVerification
        {
            Tenant = tenant.Value,
            Intact = faults.Count == 0,
            Entries = entries,
            First = chain.FirstSequence,
            Last = chain.LastSequence,
            Faults = [.. faults.Take(MostFaults)],
        };
    }

    private static string Narrowed(AuditFilter filter) =>
        (filter.Actor is null ? "" : " and actor = @Actor")
        + (filter.Action is null ? "" : " and action = @Action")
        + (filter.Since is null ? "" : " and at >= @Since")
        + (filter.Until is null ? "" : " and at < @Until");

    private static string Person(byte[] secret, TenantId tenant, string id) =>
        "person/" + Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{tenant.Value}\0{id}")));
}
