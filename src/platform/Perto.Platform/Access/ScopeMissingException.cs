namespace Perto.Platform;

/// <summary>The caller is known and may not do this.</summary>
/// <param name="needed">The scope that would do, such as <c>vectors:write</c>.</param>
/// <param name="scopes">What the caller has.</param>
/// <param name="message">One sentence that says what to do.</param>
public sealed class ScopeMissingException(string needed, ScopeSet scopes, string message) : PertoException("scope_missing", 403, message)
{
    /// <summary>The scope that would do.</summary>
    public string Needed { get; } = needed;

    /// <summary>What the caller has.</summary>
    public string Given { get; } = scopes.ToString();

    /// <summary>For a request to an endpoint of <paramref name="module"/>.</summary>
    public static ScopeMissingException For(string module, Scope scope, ScopeSet scopes)
    {
        string everywhere = new ScopeGrant(null, scope).ToString();
        string needed = scope == Scope.Operator ? everywhere : $"{everywhere} or {new ScopeGrant(module, scope)}";
        return new ScopeMissingException(needed, scopes, $"This needs a key with the scope {needed}; this key has {scopes}");
    }
}
