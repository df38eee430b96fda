namespace Perto.Platform;

/// <summary>A version of a view of a tenant, ready for use.</summary>
internal sealed class RegisteredView(FeatureView definition, int id, DateTimeOffset declaredAt)
{
    public FeatureView Definition { get; } = definition;

    /// <summary>Its number in packed rows and in the history; unique in the tenant.</summary>
    public int Id { get; } = id;

    public DateTimeOffset DeclaredAt { get; } = declaredAt;

    public ViewLayout Layout { get; } = new(definition);

    public string Name => Definition.Name;

    /// <summary>How long a value holds, in microseconds; null: for ever.</summary>
    public long? Ttl => Definition.TtlSeconds * 1_000_000;

    public bool IsPersonal => Definition.Entity == FeatureView.Person;
}
