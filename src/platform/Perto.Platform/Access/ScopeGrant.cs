using System.Text.Json;

namespace Perto.Platform;

/// <summary>One thing that a key allows: <c>read</c>, <c>write</c>, <c>admin</c> or <c>operator</c> over everything, or <c>vectors:read</c> in one module.</summary>
/// <param name="Module">The module that it is limited to; null: all of them.</param>
/// <param name="Scope">How much, which includes all that is less. A module has no <see cref="Scope.Operator"/>.</param>
public readonly record struct ScopeGrant(string? Module, Scope Scope)
{
    /// <summary>Reads what <see cref="ToString"/> writes, whatever the module is; null when it is none.</summary>
    public static ScopeGrant? TryParse(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string? module = colon < 0 ? null : text[..colon];
        string name = text[(colon + 1)..];
        foreach (Scope scope in Enum.GetValues<Scope>())
        {
            if (NameOf(scope) == name)
                return module?.Length == 0 || (module is not null && scope == Scope.Operator) ? null : new ScopeGrant(module, scope);
        }
        return null;
    }

    /// <summary>As it is written in a key's scopes.</summary>
    public override string ToString() => Module is null ? NameOf(Scope) : $"{Module}:{NameOf(Scope)}";

    private static string NameOf(Scope scope) => JsonNamingPolicy.SnakeCaseLower.ConvertName(scope.ToString());
}
