using System.Globalization;
using Perto.Vectors;

namespace Perto.Pinecone;

/// <summary>
/// How collections are named at the service. No tenant has a <c>~</c> and no collection either, so it stands for the slash of a name and between the
/// parts: what is made of different parts is different.
/// </summary>
internal static class CollectionNames
{
    /// <summary>The namespace of the catalogue. No collection's has a dot before a <c>~</c>.</summary>
    public const string Catalogue = "perto.catalogue";

    /// <summary>The namespace that remembers the generations of collections that were deleted.</summary>
    public const string Deleted = "perto.deleted";

    /// <summary>With what the ids of a tenant's collections begin in the catalogue.</summary>
    public static string Prefix(TenantId tenant) => $"{tenant.Value}~";

    /// <summary>The id of a collection in the catalogue.</summary>
    public static string Id(TenantId tenant, string name) => Prefix(tenant) + name.Replace('/', '~');

    /// <summary>The name of a collection by its id.</summary>
    public static string Name(TenantId tenant, string id) => id[Prefix(tenant).Length..].Replace('~', '/');

    /// <summary>The namespace of a collection's records.</summary>
    public static string Namespace(TenantId tenant, string name, long generation) =>
        string.Create(CultureInfo.InvariantCulture, $"{Id(tenant, name)}~{generation}");
}
