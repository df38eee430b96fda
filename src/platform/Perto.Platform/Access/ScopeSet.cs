namespace Perto.Platform;

/// <summary>All that a caller may do.</summary>
public sealed class ScopeSet
{
    private readonly ScopeGrant[] _grants;

    private ScopeSet(IEnumerable<ScopeGrant> grants)
    {
        _grants = [.. grants.Distinct()];
        Texts = [.. _grants.Select(grant => grant.ToString())];
    }

    /// <summary>What local mode allows.</summary>
    public static ScopeSet Everything { get; } = new([new ScopeGrant(null, Scope.Operator)]);

    /// <summary>What a stranger may do.</summary>
    public static ScopeSet Nothing { get; } = new([]);

    /// <summary>The scopes as they are written.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>Reads scopes as a caller gave them.</summary>
    /// <param name="scopes">One or more.</param>
    /// <param name="modules">The modules that there are.</param>
    /// <exception cref="InvalidValueException">There is none, or one is not a scope; the field is <c>scopes</c>.</exception>
    public static ScopeSet Parse(IReadOnlyList<string> scopes, IReadOnlyCollection<string> modules)
    {
        string allowed = $"read, write, admin, operator, or MODULE:read, MODULE:write, MODULE:admin with one of {string.Join(", ", modules.Order(StringComparer.Ordinal))}";
        if (scopes.Count == 0)
            throw new InvalidValueException("scopes", "[]", allowed, "scopes must have at least one scope");
        return new ScopeSet(scopes.Select(text => ScopeGrant.TryParse(text) is { } grant && (grant.Module is null || modules.Contains(grant.Module))
            ? grant
            : throw new InvalidValueException("scopes", text, allowed, $"scopes has '{text}', which is not a scope; allowed: {allowed}")));
    }

    /// <summary>What was kept with a key. What this version does not know any more allows nothing.</summary>
    internal static ScopeSet FromStored(IEnumerable<string> scopes) => new(scopes.Select(ScopeGrant.TryParse).OfType<ScopeGrant>());

    /// <summary>Whether it has <paramref name="scope"/> in <paramref name="module"/>.</summary>
    public bool Allows(string module, Scope scope) =>
        Array.Exists(_grants, grant => grant.Scope >= scope && (grant.Module is null || grant.Module == module));

    /// <summary>Whether it has <paramref name="scope"/> over everything.</summary>
    public bool AllowsEverywhere(Scope scope) => Array.Exists(_grants, grant => grant.Module is null && grant.Scope >= scope);

    /// <summary>Whether all that <paramref name="other"/> allows is allowed by this as well.</summary>
    public bool Covers(ScopeSet other) =>
        Array.TrueForAll(other._grants, grant => grant.Module is null ? AllowsEverywhere(grant.Scope) : Allows(grant.Module, grant.Scope));

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Texts);
}
