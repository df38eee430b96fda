using System.Globalization;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>Which vector collections of a tenant's own have records about people.</summary>
public sealed class PeopleCollections(IDatabase database, IVectorStore store, DerivedCollections derived, TimeProvider clock)
{
    /// <summary>Declares a collection, or declares it otherwise.</summary>
    /// <exception cref="NotFoundException">There is no such collection.</exception>
    /// <exception cref="ConflictException">It is a derived one, which its module declares.</exception>
    /// <exception cref="InvalidValueException">Its schema has no such field, or one that no id fits in.</exception>
    public async Task<PeopleCollection> DeclareAsync(TenantId tenant, string collection, string? subjectField, CancellationToken cancellationToken = default)
    {
        if (await derived.OwnerAsync(tenant, collection, cancellationToken) is { } owner)
            throw DerivedView.ReadOnly(owner.Name, owner.Alias);
        IVectorCollection found = await store.FindAsync(tenant, collection, cancellationToken) ?? throw new NotFoundException("collection", collection);
        if (subjectField is not null)
            CheckField(found, subjectField);
        await database.WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into privacy_collection (tenant, collection, subject_field, declared_at) values (@tenant, @collection, @subjectField, @now)
                on conflict (tenant, collection) do update set subject_field = excluded.subject_field, declared_at = excluded.declared_at
                """,
                new { tenant, collection, subjectField, now = UnixMicros.Now(clock) }),
            cancellationToken);
        return new PeopleCollection { Collection = collection, SubjectField = subjectField };
    }

    /// <summary>Takes a declaration back: erasures do not look into the collection any more.</summary>
    /// <exception cref="NotFoundException">It is not declared.</exception>
    public async Task WithdrawAsync(TenantId tenant, string collection, CancellationToken cancellationToken = default)
    {
        int withdrawn = await database.WriteAsync(
            session => session.ExecuteAsync("delete from privacy_collection where tenant = @tenant and collection = @collection", new { tenant, collection }),
            cancellationToken);
        if (withdrawn == 0)
            throw new NotFoundException("collection", collection);
    }

    /// <summary>The declared collections by name.</summary>
    public Task<IReadOnlyList<PeopleCollection>> ListAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        database.ReadAsync<IReadOnlyList<PeopleCollection>>(
            async session => [.. (await session.QueryAsync<Row>(
                "select collection, subject_field from privacy_collection where tenant = @tenant order by collection", new { tenant }))
                .Select(row => new PeopleCollection { Collection = row.Collection, SubjectField = row.SubjectField })],
            cancellationToken);

    /// <summary>What finds a person's records.</summary>
    /// <exception cref="InvalidOperationException">The collection was made anew and has no such field any more.</exception>
    internal static Filter? FilterOf(IVectorCollection collection, string field, string subject)
    {
        PayloadKind kind = collection.Schema.Payload.FirstOrDefault(payload => payload.Name == field)?.Kind
            ?? throw new InvalidOperationException(
                $"The collection '{collection.Name}' is declared to name people in its field '{field}', which it does not have; declare it anew");
        return kind != PayloadKind.Integer ? Filter.Eq(field, subject)
            // An id that is no number is in no field of numbers.
            : long.TryParse(subject, CultureInfo.InvariantCulture, out long number) ? Filter.Eq(field, number) : null;
    }

    private static void CheckField(IVectorCollection collection, string field)
    {
        PayloadField? found = collection.Schema.Payload.FirstOrDefault(payload => payload.Name == field);
        if (found?.Kind is not (PayloadKind.Keyword or PayloadKind.Keywords or PayloadKind.Integer))
        {
            string allowed = string.Join(
                ", ", collection.Schema.Payload.Where(payload => payload.Kind is PayloadKind.Keyword or PayloadKind.Keywords or PayloadKind.Integer).Select(payload => payload.Name));
            throw new InvalidValueException(
                "subject_field",
                field,
                allowed.Length == 0 ? "left out" : allowed,
                $"subject_field must be a payload field of keywords or integers of the collection '{collection.Name}'; got '{field}'");
        }
    }

    private sealed record Row
    {
        public string Collection { get; init; } = "";

        public string? SubjectField { get; init; }
    }
}
