namespace Perto.Platform;

/// <summary>Hands out the privacy of a tenant.</summary>
public sealed class PrivacyTenants(
    PrivacyReader reader, Erasures erasures, PersonalDataExport export, Suppressions suppressions, PeopleCollections collections)
{
    /// <summary>The privacy of one tenant.</summary>
    public LocalPrivacy For(TenantId tenant) => new(tenant, reader, erasures, export, suppressions, collections);
}
