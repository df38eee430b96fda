using System.ComponentModel.DataAnnotations;

namespace Perto.Targeting;

/// <summary>All units of an experiment with a fixed arm or none.</summary>
/// <param name="Overrides">At most 1,000.</param>
public sealed record OverrideList([property: MaxLength(ExperimentRules.MostOverrides)] IReadOnlyList<ExperimentOverride> Overrides);
