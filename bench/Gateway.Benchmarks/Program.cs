using System.CommandLine;
using Gateway.Benchmarks;
using Gateway.Benchmarks.Llama;

var overhead = new Command("overhead", "What a chat request costs through the gateway, beside bare YARP, a bare parse-call-serialise endpoint and the upstream itself.");
var seconds = new Option<int>("--seconds") { Description = "Length of each measurement.", DefaultValueFactory = _ => 5 };
var rounds = new Option<int>("--rounds") { Description = "Interleaved rounds.", DefaultValueFactory = _ => 3 };
var warmUp = new Option<int>("--warm-up") { Description = "Seconds of load on each server before anything is measured.", DefaultValueFactory = _ => 60 };
overhead.Options.Add(seconds);
overhead.Options.Add(rounds);
overhead.Options.Add(warmUp);
overhead.SetAction((parse, token) => OverheadBenchmark.RunAsync(parse.GetValue(seconds), parse.GetValue(rounds), parse.GetValue(warmUp), token));

var latency = new Command("latency", "Wall time of best-of-3 over an upstream that takes D for each call, and the gaps between streamed tokens.");
var delay = new Option<int>("--delay-ms") { Description = "D.", DefaultValueFactory = _ => 300 };
var repeats = new Option<int>("--repeats") { DefaultValueFactory = _ => 20 };
latency.Options.Add(delay);
latency.Options.Add(repeats);
latency.SetAction((parse, token) => LatencyBenchmark.RunAsync(parse.GetValue(delay), parse.GetValue(repeats), token));

var cancel = new Command("cancel", "How long after a client's leaving its upstream calls are gone.");
var leavings = new Option<int>("--repeats") { DefaultValueFactory = _ => 100 };
cancel.Options.Add(leavings);
cancel.SetAction((parse, token) => CancelBenchmark.RunAsync(parse.GetValue(leavings), token));

var gain = new Command("gain", "Accuracy of a vote beside one sample at the same temperature and beside greedy decoding, on held-out items, through a running gateway.");
var url = new Option<string>("--url") { DefaultValueFactory = _ => "http://127.0.0.1:8080" };
var policy = new Option<string>("--policy") { DefaultValueFactory = _ => "sum-vote" };
var model = new Option<string>("--model") { DefaultValueFactory = _ => "tiny-sum" };
var items = new Option<string>("--items") { DefaultValueFactory = _ => "models/heldout/tiny-sum.test.tsv" };
var limit = new Option<int>("--limit") { DefaultValueFactory = _ => 200 };
var temperature = new Option<double>("--temperature") { Description = "Of the single sample: the policy's own.", DefaultValueFactory = _ => 0.8 };
var topP = new Option<double>("--top-p") { Description = "Of the single sample: the policy's own.", DefaultValueFactory = _ => 0.95 };
gain.Options.Add(url);
gain.Options.Add(policy);
gain.Options.Add(model);
gain.Options.Add(items);
gain.Options.Add(limit);
gain.Options.Add(temperature);
gain.Options.Add(topP);
gain.SetAction((parse, token) => GainBenchmark.RunAsync(
    new GainBenchmark.Settings(parse.GetValue(url)!, parse.GetValue(policy)!, parse.GetValue(model)!, parse.GetValue(items)!, parse.GetValue(limit), parse.GetValue(temperature), parse.GetValue(topP)), token));

var llama = new Command("llama", "Local models beside a bare loop over the same library: tokens a second, samples that share a prompt, the first token beside a long prompt.");
var threads = new Option<int>("--threads") { Description = "Of a decode step, in the engine and in the loop.", DefaultValueFactory = _ => Math.Max(1, Environment.ProcessorCount / 2) };
var llamaRounds = new Option<int>("--rounds") { Description = "Interleaved rounds.", DefaultValueFactory = _ => 3 };
var small = new Option<bool>("--small") { Description = "Without the model of 100 million parameters." };
llama.Options.Add(threads);
llama.Options.Add(llamaRounds);
llama.Options.Add(small);
llama.SetAction((parse, token) => LlamaBenchmark.RunAsync(parse.GetValue(threads), parse.GetValue(llamaRounds), parse.GetValue(small), token));

var soak = new Command("soak", "Many clients on a local model for minutes, with random lengths, schemas, forks and leavings: what breaks, and what stays behind.");
var soakSeconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 300 };
var clients = new Option<int>("--clients") { DefaultValueFactory = _ => 32 };
soak.Options.Add(soakSeconds);
soak.Options.Add(clients);
soak.SetAction((parse, token) => SoakBenchmark.RunAsync(parse.GetValue(soakSeconds), parse.GetValue(clients), token));

// The processes that the benchmarks measure against; each is started by them.
var port = new Option<int>("--port") { Required = true };
var to = new Option<string>("--to") { DefaultValueFactory = _ => "" };
var wait = new Option<int>("--delay-ms") { DefaultValueFactory = _ => 0 };
var gap = new Option<int>("--gap-ms") { DefaultValueFactory = _ => 100 };
var upstream = new Command("serve-upstream") { Hidden = true, Options = { port, wait, gap } };
upstream.SetAction((parse, token) => Upstream.ServeAsync(parse.GetValue(port), parse.GetValue(wait), parse.GetValue(gap), token));
var yarp = new Command("serve-yarp") { Hidden = true, Options = { port, to } };
yarp.SetAction((parse, token) => BareYarp.ServeAsync(parse.GetValue(port), parse.GetValue(to)!, token));
var endpoint = new Command("serve-endpoint") { Hidden = true, Options = { port, to } };
endpoint.SetAction((parse, token) => BareEndpoint.ServeAsync(parse.GetValue(port), parse.GetValue(to)!, token));

return await new RootCommand("Benchmarks of the gateway. Figures are ratios within one run: read them beside each other.")
{
    Subcommands = { overhead, latency, cancel, gain, llama, soak, upstream, yarp, endpoint },
}.Parse(args).InvokeAsync();
