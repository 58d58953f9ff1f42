package ml

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"testing"
)

// The temperature of the settings is in the network that is trained, kept and loaded: its answers are those without one, corrected.
func TestATemperatureIsInTheNetworksWeights(t *testing.T) {
	for _, task := range []Task{Binary, Multiclass} {
		d := blobs(90, 4, map[Task]int{Binary: 2, Multiclass: 3}[task], 1)
		net := Net{Task: task, Layers: []Layer{Dense(6, Tanh)}, Epochs: 20, Exact: true, Seed: 2}
		plain := must[[][]float64](t)(must[*Network](t)(net.Train(t.Context(), d, nil)).Predict(d.X))
		for _, temperature := range []Temperature{0.3, 4} {
			net.Temperature = temperature
			network := must[*Network](t)(net.Train(t.Context(), d, nil))
			var file bytes.Buffer
			if err := Save(&file, network); err != nil {
				t.Fatal(err)
			}
			loaded := must[*Network](t)(Load(&file))
			near(t, string(task)+": answers", must[[][]float64](t)(loaded.Predict(d.X)), temperature.Correct(plain), 1e-9)
			if loaded.Settings().Temperature != temperature {
				t.Errorf("%s: the settings say the temperature is %v, want %v", task, loaded.Settings().Temperature, temperature)
			}
		}
	}
}

func TestTemperaturesThatCannotBe(t *testing.T) {
	for _, net := range []Net{{Temperature: 2}, {Task: Ordinal, Temperature: 2}, {Task: Binary, Temperature: -1}, {Task: Binary, Temperature: 0.001},
		{Task: Binary, Temperature: 101}, {Task: Multiclass, Temperature: Temperature(math.NaN())}} {
		if bad, ok := errors.AsType[*SettingError](net.Check()); !ok || bad.Field != "Temperature" {
			t.Errorf("%+v: %v, want the temperature refused", net, net.Check())
		}
	}
}

// Rows that all came out as a net of two classes says make it as sure as smoothing lets it be, by hand: σ(ln 9 / temperature) = 1 - smoothing.
func TestSmoothingKeepsATemperatureFromFalling(t *testing.T) {
	p, y := slices.Repeat([][]float64{{0.1, 0.9}}, 20), slices.Repeat([]float64{1}, 20)
	if got := FitTemperature(p, y, 0); got > 1.001*leastTemperature {
		t.Errorf("without smoothing it is %v, want the least", got)
	}
	for _, smoothing := range []float64{0.001, 0.05, 0.3} {
		want := math.Log(9) / math.Log((1-smoothing)/smoothing)
		if got := float64(FitTemperature(p, y, smoothing)); math.Abs(got-want) > 1e-6*want {
			t.Errorf("with smoothing of %v it is %v, want %v", smoothing, got, want)
		}
	}
}
