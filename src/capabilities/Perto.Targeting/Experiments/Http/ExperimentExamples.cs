namespace Perto.Targeting;

/// <summary>Requests and answers of experiments as the document shows them.</summary>
internal static class ExperimentExamples
{
    public const string Root = "/v1/experiments";

    public const string Ranking = Root + "/ranking";

    public const string Definition =
        """
        {
          "name": "ranking", "description": "Learned order against the blend", "layer": "home",
          "arms": [ { "name": "blend", "weight": 1 }, { "name": "learned", "weight": 1, "parameters": { "ranker": "learned" } } ],
          "traffic": 0.2, "attributes": { "country": [ "PT", "BR" ] },
          "metrics": [ { "name": "hours", "kind": "mean", "covariate": "hours" }, { "name": "cancelled", "kind": "proportion", "goal": "decrease", "guardrail": true, "margin": 0.02 } ]
        }
        """;

    public const string Running =
        """
        {
          "experiment": {
            "name": "ranking", "description": "Learned order against the blend", "layer": "home", "salt": "ranking.1",
            "arms": [ { "name": "blend", "weight": 1 }, { "name": "learned", "weight": 1, "parameters": { "ranker": "learned" } } ],
            "traffic": 0.2, "attributes": { "country": [ "PT", "BR" ] },
            "metrics": [
              { "name": "hours", "kind": "mean", "covariate": "hours", "goal": "increase", "guardrail": false, "margin": 0 },
              { "name": "cancelled", "kind": "proportion", "goal": "decrease", "guardrail": true, "margin": 0.02 }
            ]
          },
          "version": 1, "state": "running", "ranges": [ { "from": 0, "to": 2000 } ], "overrides": [ { "unit": "tester", "arm": "learned" } ],
          "created_at": "2025-01-30T09:00:00Z", "started_at": "2025-01-31T09:00:00Z"
        }
        """;

    public const string List = $$"""{ "items": [ {{Running}} ], "next_cursor": null }""";

    public const string Holdout = """{ "share": 0.05, "salt": "2025" }""";

    public const string Unit = """{ "unit": "ana", "attributes": { "country": "PT" }, "dry_run": false }""";

    public const string Assigned =
        """
        {
          "unit": "ana",
          "assignments": [
            { "experiment": "ranking", "version": 1, "reason": "assigned", "arm": "learned", "parameters": { "ranker": "learned" } },
            { "experiment": "rows", "version": 2, "reason": "not_in_traffic" }
          ]
        }
        """;

    public const string Overrides = """{ "overrides": [ { "unit": "tester", "arm": "learned" }, { "unit": "crawler" } ] }""";

    public const string Outcomes =
        """{ "outcomes": [ { "unit": "ana", "metric": "hours", "value": 1.5, "at": "2025-01-31T21:00:00Z", "id": "view-17" }, { "unit": "ana", "metric": "cancelled" } ] }""";

    public const string Accepted = """{ "accepted": 2, "new": 2 }""";

    public const string Units =
        """
        {
          "items": [ { "unit": "ana", "arm": "learned", "at": "2025-01-31T18:30:00Z", "values": { "hours": 1.5 }, "before": { "hours": 3.25 } } ],
          "next_cursor": null
        }
        """;

    public const string Results =
        """
        {
          "experiment": "ranking", "version": 1, "state": "running", "measured_at": "2025-02-14T09:00:00Z",
          "banner": "sample ratio as expected, p = 0.734",
          "arms": [ { "arm": "blend", "units": 1012, "expected": 1004.5 }, { "arm": "learned", "units": 997, "expected": 1004.5 } ],
          "fixed": {
            "test": "welch", "alpha": 0.05, "alternative": "two_sided", "scale": "absolute", "correction": "bh",
            "srm": {
              "mismatch": false, "p_value": 0.734, "threshold": 0.001,
              "arms": [ { "arm": "blend", "units": 1012, "expected": 1004.5 }, { "arm": "learned", "units": 997, "expected": 1004.5 } ],
              "banner": "sample ratio as expected, p = 0.734"
            },
            "units_in_several_arms": 0, "rows": 3871,
            "comparisons": [
              {
                "metric": "hours", "arm": "learned", "units": 997, "value": 4.12, "control_units": 1012, "control_value": 4.0, "adjustment": 0.61, "without_covariate": 0,
                "absolute": { "estimate": 0.12, "standard_error": 0.051, "lower": 0.02, "upper": 0.22, "p_value": 0.019 },
                "relative": { "estimate": 0.03, "standard_error": 0.013, "lower": 0.005, "upper": 0.055, "p_value": 0.019 },
                "p_value": 0.019, "adjusted_p_value": 0.019
              }
            ]
          },
          "sequential": {
            "test": "sequential", "alpha": 0.05, "alternative": "two_sided", "scale": "absolute", "correction": "bh",
            "srm": {
              "mismatch": false, "p_value": 0.734, "threshold": 0.001,
              "arms": [ { "arm": "blend", "units": 1012, "expected": 1004.5 }, { "arm": "learned", "units": 997, "expected": 1004.5 } ],
              "banner": "sample ratio as expected, p = 0.734"
            },
            "units_in_several_arms": 0, "rows": 3871,
            "comparisons": [
              {
                "metric": "hours", "arm": "learned", "units": 997, "value": 4.12, "control_units": 1012, "control_value": 4.0, "adjustment": 0.61, "without_covariate": 0,
                "absolute": { "estimate": 0.12, "standard_error": 0.051, "lower": -0.05, "upper": 0.29, "p_value": 0.34 },
                "relative": { "estimate": 0.03, "standard_error": 0.013, "lower": -0.0125, "upper": 0.0725, "p_value": 0.34 },
                "p_value": 0.34, "adjusted_p_value": 0.34
              }
            ]
          },
          "guardrails": [ { "metric": "cancelled", "arm": "learned", "margin": 0.02, "verdict": "undecided" } ]
        }
        """;
}
