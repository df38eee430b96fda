using Microsoft.Extensions.Logging;

namespace Perto.Testing.Tests;

public sealed partial class CollectingLoggerTests
{
    [Fact]
    public void What_a_class_and_a_host_log_is_kept_in_order_with_its_category()
    {
        using var logger = new CollectingLogger();
        using ILoggerFactory host = LoggerFactory.Create(builder => builder.AddProvider(logger));

        Full(logger.For<CollectingLoggerTests>(), 90);
        Full(host.CreateLogger("host"), 95);

        Assert.Equal(
            [(LogLevel.Warning, typeof(CollectingLoggerTests).FullName!, "The disk is 90 % full"), (LogLevel.Warning, "host", "The disk is 95 % full")],
            logger.Entries.Select(entry => (entry.Level, entry.Category, entry.Message)));
    }

    [LoggerMessage(1, LogLevel.Warning, "The disk is {Percent} % full")]
    private static partial void Full(ILogger logger, int percent);
}
