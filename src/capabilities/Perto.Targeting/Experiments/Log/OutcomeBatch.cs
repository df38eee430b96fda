using System.ComponentModel.DataAnnotations;

namespace Perto.Targeting;

/// <summary>Outcomes of an experiment's units.</summary>
/// <param name="Outcomes">1 to 1,000, all or none.</param>
public sealed record OutcomeBatch([property: MinLength(1), MaxLength(ExperimentRules.MostOutcomes)] IReadOnlyList<Outcome> Outcomes);
