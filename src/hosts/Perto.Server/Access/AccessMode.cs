namespace Perto.Server;

/// <summary>Whom the server lets in.</summary>
public enum AccessMode
{
    /// <summary>Programs of this machine, without a key, as the tenant <c>local</c>: everything is allowed.</summary>
    Local,

    /// <summary>Who has a key.</summary>
    Keys,

    /// <summary>Everybody who reaches it, because something before it asks who they are.</summary>
    Anonymous,
}
