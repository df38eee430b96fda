using System.Globalization;
using Microsoft.Extensions.Options;
using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Forgets served pages that are older than <see cref="ServedSettings.Days"/>.</summary>
internal sealed class ServedCleaning(ServedPages pages, IOptions<ServedSettings> settings, TimeProvider clock) : IScheduledJob
{
    public async Task<string> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        int gone = await pages.ForgetAsync(clock.GetUtcNow().AddDays(-settings.Value.Days), cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"{gone:N0} served pages forgotten");
    }
}
