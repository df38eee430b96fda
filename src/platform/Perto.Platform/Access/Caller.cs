namespace Perto.Platform;

/// <summary>Who asks: a key, or whoever reaches a server that asks for none.</summary>
public sealed record Caller
{
    /// <summary>The actor where there are no keys: this machine's own user, or a command in process.</summary>
    public const string LocalActor = "local";

    /// <summary>Whose data it is about.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>How the audit log names the caller: the id of the key, or <c>local</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>What the caller may do.</summary>
    public required ScopeSet Scopes { get; init; }

    /// <summary>The key; null where there is none.</summary>
    public ApiKey? Key { get; init; }

    /// <summary>Whoever uses the installation without a key: everything is allowed, in the tenant <c>local</c>.</summary>
    public static Caller Local { get; } = new() { Tenant = TenantId.Local, Actor = LocalActor, Scopes = ScopeSet.Everything };

    /// <summary>The tenant that a request is about when it may name one: the caller's own, or any for an operator.</summary>
    /// <param name="given">What the request names; null: the caller's own.</param>
    /// <exception cref="InvalidValueException">It is not a tenant's name; the field is <c>tenant</c>.</exception>
    /// <exception cref="ScopeMissingException">It is another's, and the caller is no operator.</exception>
    public TenantId TenantOr(string? given)
    {
        if (given is null)
            return Tenant;
        const string rule = "1..64 characters of a-z, 0-9, '-' and '_'";
        if (!TenantId.IsValid(given))
            throw new InvalidValueException("tenant", given, rule, $"tenant must be {rule}; got '{given}'");
        return given == Tenant.Value || Scopes.AllowsEverywhere(Scope.Operator)
            ? new TenantId(given)
            : throw new ScopeMissingException("operator", Scopes, $"Only a key with the scope operator may name another tenant; this key has {Scopes}");
    }
}
