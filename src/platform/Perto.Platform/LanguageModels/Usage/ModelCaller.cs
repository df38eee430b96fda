using Microsoft.Extensions.AI;

namespace Perto.Platform;

/// <summary>For whom and for what a model is called: to whom the call is counted.</summary>
/// <param name="Tenant">The tenant; <see cref="AuditLog.Installation"/> for work that belongs to nobody.</param>
/// <param name="Purpose">1 to 64 of a-z, 0-9, <c>-</c> and <c>_</c>, such as <c>memory</c>; null: the kind of the call (<c>embedding</c>, <c>reranking</c>, <c>chat</c>).</param>
public sealed record ModelCaller(TenantId Tenant, string? Purpose)
{
    /// <summary>The property of a call's options that names its tenant.</summary>
    public const string TenantProperty = "tenant";

    private const int LongestPurpose = 64;

    /// <summary>The installation itself.</summary>
    public static ModelCaller Installation { get; } = new(AuditLog.Installation, null);

    /// <summary>The caller with what the options of a call say of it.</summary>
    /// <exception cref="InvalidValueException">They name a tenant that cannot be one.</exception>
    internal ModelCaller With(AdditionalPropertiesDictionary? properties) => properties?.GetValueOrDefault(TenantProperty) switch
    {
        null => this,
        TenantId tenant => this with { Tenant = tenant },
        string tenant when TenantId.IsValid(tenant) => this with { Tenant = new TenantId(tenant) },
        var other => throw new InvalidValueException(
            TenantProperty, other, $"1..{TenantId.MaxLength} of a-z, 0-9, '-' and '_'", $"{TenantProperty} must be the name of a tenant; got '{other}'"),
    };

    /// <summary>The purpose as it is written down.</summary>
    /// <exception cref="ArgumentException">It has another form.</exception>
    internal static string? CheckedPurpose(string? purpose) =>
        purpose is null || (purpose.Length is > 0 and <= LongestPurpose && purpose.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_'))
            ? purpose
            : throw new ArgumentException($"a purpose must be 1..{LongestPurpose} of a-z, 0-9, '-' and '_'; got '{purpose}'", nameof(purpose));
}
