using Perto.Platform;
using Perto.Recommendations;
using Perto.Streaming;

namespace Perto.Cli;

/// <summary>What the demo made.</summary>
/// <param name="Import">The import.</param>
/// <param name="Evaluation">Each model on the last 20 % of each person's time line.</param>
/// <param name="Training">The model that serves.</param>
/// <param name="Person">Somebody whose page is worth a look.</param>
/// <param name="Title">A title for that person.</param>
/// <param name="Address">Where the server answers; null when it was not started.</param>
internal sealed record DemoReport(
    ImportReport Import, IReadOnlyList<EvaluationResult> Evaluation, TrainingReport Training, string Person, string Title, string? Address = null);
