using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Puts single titles into the catalogue and takes them out.</summary>
public sealed class CatalogueEditor(IDatabase database, CatalogueStore catalogues, TimeProvider clock)
{
    /// <summary>Writes a title over what was there; returns whether it is new. The catalogue of this process has it at once.</summary>
    /// <exception cref="InvalidValueException">A field breaks its rule; nothing was written.</exception>
    public async Task<bool> SaveAsync(TenantId tenant, string id, CatalogueEntry entry, CancellationToken cancellationToken)
    {
        EventRules.CheckId(id, "id");
        CatalogueEntry sound = TitleRules.Check(entry, clock.GetUtcNow());
        bool made = await database.WriteAsync(
            async session =>
            {
                bool isNew = await session.FirstOrDefaultAsync<int>("select 1 from streaming_title where tenant = @tenant and id = @id", new { tenant, id }) == 0;
                await TitleWriter.WriteAsync(session, tenant, [new ListedTitle(id, sound)], UnixMicros.Now(clock));
                return isNew;
            },
            cancellationToken);
        catalogues.Invalidate(tenant);
        return made;
    }

    /// <summary>
    /// Takes a title out of the catalogue. What people did with it stays, and counts again if the title comes back.
    /// </summary>
    /// <exception cref="NotFoundException">The catalogue does not have it.</exception>
    public async Task DeleteAsync(TenantId tenant, string id, CancellationToken cancellationToken)
    {
        EventRules.CheckId(id, "id");
        int deleted = await database.WriteAsync(
            session => session.ExecuteAsync("delete from streaming_title where tenant = @tenant and id = @id", new { tenant, id }), cancellationToken);
        catalogues.Invalidate(tenant);
        if (deleted == 0)
            throw new NotFoundException("title", id);
    }
}
