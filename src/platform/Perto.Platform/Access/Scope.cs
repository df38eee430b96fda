namespace Perto.Platform;

/// <summary>What a caller may do. Each includes the ones before it.</summary>
public enum Scope
{
    /// <summary>Reads and searches.</summary>
    Read,

    /// <summary>Changes data.</summary>
    Write,

    /// <summary>Administers the tenant: deletes collections, erases and exports people, replays dead letters.</summary>
    Admin,

    /// <summary>Administers the installation, over all tenants: jobs, keys.</summary>
    Operator,
}
