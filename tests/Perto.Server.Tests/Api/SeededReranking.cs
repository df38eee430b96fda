using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Server.Tests;

/// <summary>The obvious re-ranker as the model, and the answer that the example of feedback speaks of.</summary>
internal static class SeededReranking
{
    /// <summary>Its id.</summary>
    public const string Answer = "0194bb1e-3c5f-7a61-9a53-0d6c1a2b3c4d";

    public static void Describe(PertoBuilder perto) => RerankServer.Describe(perto, new WordOverlapReranker());

    public static Task AddAnswerAsync(IServiceProvider services, TenantId tenant, string scope = "messages") => services.GetRequiredService<IDatabase>().WriteAsync(
        session => session.ExecuteAsync(
            """
            insert into reranking_answer (tenant, id, scope, model, shown, propensity, original, reranked, at)
            values (@tenant, @Answer, @scope, 'overlap', 'reranked', 0.8, '["m-3", "m-8"]', '["m-8", "m-3"]', @at)
            """,
            new { tenant, Answer, scope, at = UnixMicros.Now(services.GetRequiredService<TimeProvider>()) }),
        TestContext.Current.CancellationToken);
}
