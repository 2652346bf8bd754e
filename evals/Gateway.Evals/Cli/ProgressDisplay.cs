using System.Globalization;
using Gateway.Evals.Reports;
using Gateway.Evals.Running;
using Spectre.Console;

namespace Gateway.Evals.Cli;

/// <summary>Shows how an evaluation goes: a live line on a terminal, else a plain line every few seconds.</summary>
internal sealed class ProgressDisplay(IAnsiConsole console, TimeProvider time, EvaluatedModels models)
{
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(10);

    public async Task<T> WatchAsync<T>(Func<IEvaluationWatch, Task<T>> work)
    {
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Out.IsTerminal)
        {
            using var plain = new PlainWatch(console.Profile.Out.Writer, time, models, PlainInterval);
            return await work(plain);
        }

        return await console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async context => await work(new LiveWatch(context, time, models)));
    }

    private sealed class LiveWatch(ProgressContext context, TimeProvider time, EvaluatedModels models) : IEvaluationWatch
    {
        private ProgressTask _task = null!;
        private Tally _tally = null!;

        public void Begin(string policy, int items, IReadOnlyList<SampleRow> before)
        {
            _tally = new Tally(policy, items, before, time, models);
            _task = context.AddTask(Markup.Escape(_tally.Line), maxValue: Math.Max(1, items));
            _task.Value = before.Count;
        }

        public void Finished(SampleRow row)
        {
            _tally.Add(row);
            _task.Description = Markup.Escape(_tally.Line);
            _task.Increment(1);
        }

        public void End(string policy)
        {
            _task.Description = Markup.Escape(_tally.Line);
            _task.StopTask();
        }
    }

    private sealed class PlainWatch(TextWriter output, TimeProvider time, EvaluatedModels models, TimeSpan interval) : IEvaluationWatch, IDisposable
    {
        // Guards the writer: the timer and the evaluation write.
        private readonly Lock _gate = new();
        private ITimer? _timer;
        private Tally? _tally;

        public void Begin(string policy, int items, IReadOnlyList<SampleRow> before)
        {
            _tally = new Tally(policy, items, before, time, models);
            _timer = time.CreateTimer(_ => Write(), null, interval, interval);
        }

        public void Finished(SampleRow row) => _tally!.Add(row);

        public void End(string policy)
        {
            Dispose();
            Write();
        }

        public void Dispose()
        {
            _timer?.Dispose();
            _timer = null;
        }

        private void Write()
        {
            lock (_gate) output.WriteLine(_tally!.Line);
        }
    }

    /// <summary>A policy's figures so far.</summary>
    private sealed class Tally(string policy, int items, IReadOnlyList<SampleRow> before, TimeProvider time, EvaluatedModels models)
    {
        // Guards the figures: items finish on every thread.
        private readonly Lock _gate = new();
        private readonly long _begun = time.GetTimestamp();
        private readonly int _boughtBefore = models.Bought ?? 0;
        private int _finished = before.Count;
        private int _right = before.Count(static row => row.Correct);
        private int _errors = before.Count(static row => row.Error is not null);
        private decimal _cost = before.Sum(static row => row.Spend.Cost);

        public void Add(SampleRow row)
        {
            lock (_gate)
            {
                _finished++;
                if (row.Correct) _right++;
                if (row.Error is not null) _errors++;
                _cost += row.Spend.Cost;
            }
        }

        /// <summary><c>sum-vote: 120 of 200, 82.5 % right so far, $0.0012, 14.2/s, 6 s left</c></summary>
        public string Line
        {
            get
            {
                lock (_gate)
                {
                    var seconds = time.GetElapsedTime(_begun).TotalSeconds;
                    var rate = seconds > 0 ? (_finished - before.Count) / seconds : 0;
                    var parts = new List<string> { string.Create(CultureInfo.InvariantCulture, $"{policy}: {_finished} of {items}") };
                    if (_finished > 0) parts.Add($"{ReportTable.Percent((double)_right / _finished)} right so far");
                    parts.Add($"${ReportTable.Money(_cost)}");
                    if (models.Bought is { } bought) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{bought - _boughtBefore} answers bought"));
                    if (_errors > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{_errors} failed"));
                    if (rate > 0) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{rate:0.0}/s"));
                    if (rate > 0 && _finished < items) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{(items - _finished) / rate:0} s left"));
                    return string.Join(", ", parts);
                }
            }
        }
    }
}
